/*
title = "Where tables come from"
about = "One row per column of a source and column of a table that is made from it, as the company's mappings and models say."
owner = "data-platform"
grain = ["definition", "source", "source_column", "table_name", "column_name"]

[columns]
definition    = "file of the mapping or model"
kind          = "mapping (from files or a database) or model (from other tables)"
source        = "file pattern or database of a mapping; table that a model reads"
source_column = "column of the source; empty for a constant, or where it is not told"
table_name    = "table that is filled"
column_name   = "column that is filled; empty where it is not told"
*/
create table load_lineage (
    definition varchar not null,
    kind varchar not null,
    source varchar not null,
    source_column varchar not null,
    table_name varchar not null,
    column_name varchar not null
)
