/*
into = "dim_product"
from = "{data}/*.csv"
key  = ["product_id"]
about = "A product is named as on its latest sale. Lines without a price are stock notes such as 'damaged'."
*/
select
    StockCode as product_id,
    cast(InvoiceDate as timestamp) as updated_at,
    'product' as kind,
    trim(Description) as name,
    cast(UnitPrice as decimal(18, 4)) as price
from source
where cast(UnitPrice as decimal(18, 4)) > 0 and Description is not null
