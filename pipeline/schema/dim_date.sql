/*
title = "Days"
about = "One row per day of the years in which there is data. Made by the pipeline, not mapped: holidays are those of the company's country."
owner = "data-platform"
grain = ["day_on"]
made  = "calendar"

[columns]
day_on     = "day"
iso_year   = "year that the ISO week belongs to"
iso_week   = "ISO week of that year, 1 to 53"
week_on    = "Monday of the ISO week"
month_on   = "first day of the month"
quarter_on = "first day of the quarter"
year       = "calendar year"
quarter    = "1 to 4"
month      = "1 to 12"
weekday    = "1 Monday to 7 Sunday"
weekend    = "1 on Saturday and Sunday, else 0"
holiday    = "name of the public holiday; empty on other days"
*/
create table dim_date (
    day_on date not null,
    iso_year integer not null,
    iso_week integer not null,
    week_on date not null,
    month_on date not null,
    quarter_on date not null,
    year integer not null,
    quarter integer not null,
    month integer not null,
    weekday integer not null,
    weekend integer not null,
    holiday varchar
)
