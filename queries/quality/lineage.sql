/*
title = "Where tables come from"
about = "Each mapping and model of the company, with the sources that it reads and the table that it fills, column by column."
owner = "data-platform"
grain = ["definition", "source", "source_column", "table_name", "column_name"]

[params]

[columns]
definition    = "file of the mapping or model"
kind          = "mapping (from files or a database) or model (from other tables)"
source        = "file pattern or database of a mapping; table that a model reads"
source_column = "column of the source; empty for a constant, or where it is not told"
table_name    = "table that is filled"
column_name   = "column that is filled; empty where it is not told"
*/
select
    link.definition,
    link.kind,
    link.source,
    link.source_column,
    link.table_name,
    link.column_name
from load_lineage as link
order by
    link.table_name,
    link.definition,
    link.column_name,
    link.source,
    link.source_column
