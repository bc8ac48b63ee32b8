/*
into  = "dim_product"
from  = "{data}/feed_actions/*.csv"
key   = ["product_id"]
about = "Posts are known by their number only."
*/
select
    'post-' || post_id as product_id,
    'post' as kind,
    'Post ' || post_id as name
from source
