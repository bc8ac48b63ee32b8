"""Campaigns, spend, touches, experiments and leads load, worked out by hand."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)


FILES = {
    "campaigns.csv": (
        "id,name,channel,started_at,ended_at,updated_at\n"
              "c1,Spring, Social ,2026-03-01,,2026-03-01\n"
    ),
    "marketing_spend/m.csv": (
        "day,channel,campaign_id,impressions,clicks,"
              "spend,fixed,updated_at\n"
              "2026-03-01,Social,c1,1000,10,5.5,false,2026-03-02\n"
              "2026-03-01,social,c1,1000,12,6.5,false,2026-03-03\n"
              "2026-03-01,tv,,,,100,true,2026-03-02\n"
    ),
    "touchpoints/m.csv": (
        "id,user_id,time,channel,campaign_id,converted,"
              "value\nt1,u1,2026-03-01 08:00:00,social,c1,false,\n"
              "t2,u1,2026-03-02 08:00:00,direct,,true,20\n"
    ),
    "experiments.csv": (
        "id,name,hypothesis,primary_metric,design_split,"
              "control,salt,started_at,ended_at,updated_at\n"
              'x1,Order,Better,ctr,"{""a"": 1}",a,s,2026-03-01,2026-03-08,2026-03-01\n'
    ),
    "exposures/m.csv": (
        "experiment_id,variant,user_id,time\n"
              "x1,a,u1,2026-03-03 09:00:00\nx1,a,u1,2026-03-02 09:00:00\n"
              "x1,b,u2,2026-03-02 09:00:00\n"
    ),
    "leads/m.csv": (
        "id,user_id,created_at,updated_at,source,campaign_id,"
              "stage,closed_at,value,company_size,industry\n"
              "l1,,2026-03-01,2026-03-01,web,c1,New,,100,11-50,Toys\n"
              "l1,u1,2026-03-01,2026-03-09,web,c1,WON,2026-03-09,120,11-50,Toys\n"
    ),
}  # fmt: skip


def test_marketing_tables_load_with_their_corrections(branch):
    team = branch("marketing")
    for name, content in FILES.items():
        team.file(name, content)
    assert team.refresh().status == "published"
    assert team.counts()[3] == 0
    assert team.ask(
        "select channel, campaign_id, clicks, spend from fct_marketing_spend "
        "order by channel"
    ) == [("social", "c1", 12, Decimal("6.5")), ("tv", "none", None, 100)]
    assert team.ask(
        "select user_id, variant, exposed_at from fct_exposure order by user_id"
    ) == [("u1", "a", at(2, 9)), ("u2", "b", at(2, 9))]
    assert team.ask("select stage, value, user_id from fct_lead") == [
        ("won", 120, "u1")
    ]
    assert team.ask("select touch_id, converted, value from fct_touchpoint "
                    "order by touch_id") == [
        ("t1", False, None), ("t2", True, 20),
    ]  # fmt: skip
    assert team.ask("select channel from dim_campaign") == [("social",)]
