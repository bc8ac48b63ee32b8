"""The portal: pages over the warehouse, drawn first by the server."""
