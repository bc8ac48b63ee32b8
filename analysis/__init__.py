"""Pure statistics: arrays and frames in, frames and frozen values out."""
