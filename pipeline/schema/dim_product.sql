/*
title = "Products"
about = "One row per product, post or plan. The latest attributes win."
owner = "data-platform"
grain = ["product_id"]
time  = "updated_at"

[columns]
product_id  = "key"
updated_at  = "UTC; when these attributes were true"
kind        = "product, post or plan"
name        = "text"
category    = "text"
subcategory = "text"
vendor_id   = "key of the vendor"
price       = "company currency per unit"
created_at  = "UTC"
attributes  = "JSON text of whatever else is known"

[references]
vendor_id = "dim_vendor"
*/
create table dim_product (
    product_id varchar not null,
    updated_at timestamp,
    kind varchar,
    name varchar,
    category varchar,
    subcategory varchar,
    vendor_id varchar,
    price decimal(18, 4),
    created_at timestamp,
    attributes varchar
)
