/*
into  = "dim_product"
about = "A product with its name, category and vendor: products -> product_names -> categories."
*/
select
    product.id as product_id,
    product.updated_at,
    'product' as kind,
    product_name.name,
    category.name as category,
    product.vendor_id,
    product.price,
    product.created_at
from raw_products as product
left join raw_product_names as product_name
    on product.name_id = product_name.id
left join raw_categories as category
    on product_name.category_id = category.id
