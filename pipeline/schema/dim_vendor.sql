/*
title = "Vendors"
about = "One row per vendor. The latest attributes win."
owner = "data-platform"
grain = ["vendor_id"]
time  = "updated_at"

[columns]
vendor_id  = "key"
updated_at = "UTC; when these attributes were true"
name       = "text"
region     = "text"
joined_at  = "UTC"
attributes = "JSON text of whatever else is known"
*/
create table dim_vendor (
    vendor_id varchar not null,
    updated_at timestamp,
    name varchar,
    region varchar,
    joined_at timestamp,
    attributes varchar
)
