/*
into  = "fct_order_line"
from  = "{data}/*.csv"
key   = ["order_line_id"]
about = "Each line of a daily file is one order line. 'C' invoices take goods back; 'A' invoices and lines without price or with negative quantity correct stock or the ledger."

[pii]
CustomerID = "pseudonymous"
*/
select
    InvoiceNo || '-' || row_number() over (
        partition by source_file, InvoiceNo order by source_line
    ) as order_line_id,
    InvoiceNo as order_id,
    cast(InvoiceDate as timestamp) as ordered_at,
    cast(cast(CustomerID as decimal(18, 1)) as bigint) as user_id,
    StockCode as product_id,
    Country as country,
    case
        when InvoiceNo like 'C%' then 'refund'
        when
            InvoiceNo not like 'A%'
            and cast(Quantity as integer) > 0
            and cast(UnitPrice as decimal(18, 4)) > 0 then 'sale'
        else 'adjustment'
    end as kind,
    'individual' as channel,
    cast(Quantity as integer) as quantity,
    cast(UnitPrice as decimal(18, 4)) as unit_price,
    cast(Quantity as integer) * cast(UnitPrice as decimal(18, 4)) as amount
from source
