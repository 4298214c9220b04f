//! The segments that come with the sample data.

use crate::products::{BOUGHT, OVERLOOKED, OVERLOOKED_URL};
use serde_json::{json, Value};

/// Names and conditions, in the order in which they are worth looking at.
pub(crate) fn all() -> Vec<(&'static str, Value)> {
    let free = json!({"kind": "field", "field": "account_type", "op": "is", "value": "free"});
    let last = |n: u32| json!({"last": {"n": n, "unit": "day"}});
    vec![
        (
            "Hesitant power users",
            json!({"kind": "all", "of": [
                free,
                {"kind": "event", "event": "report_generated", "window": last(30), "op": "gt", "value": 5},
            ]}),
        ),
        (
            "Pricing but no trial",
            json!({"kind": "all", "of": [
                {"kind": "event", "event": "page_viewed",
                 "where": {"kind": "property", "property": "url", "op": "is", "value": "/pricing"},
                 "window": last(7), "op": "gte", "value": 3},
                {"kind": "not", "of": {"kind": "event", "event": "trial_started"}},
            ]}),
        ),
        (
            "A but never B",
            json!({"kind": "all", "of": [
                {"kind": "event", "event": "purchase",
                 "where": {"kind": "property", "property": "product_id", "op": "is", "value": BOUGHT}},
                {"kind": "not", "of": {"kind": "any", "of": [
                    {"kind": "event", "event": "add_on_viewed",
                     "where": {"kind": "property", "property": "product_id", "op": "is", "value": OVERLOOKED}},
                    {"kind": "event", "event": "page_viewed",
                     "where": {"kind": "property", "property": "url", "op": "is", "value": OVERLOOKED_URL}},
                ]}},
            ]}),
        ),
        (
            "Webinar, then silent",
            json!({"kind": "all", "of": [
                {"kind": "event", "event": "webinar_attended",
                 "window": {"ago": {"from": {"n": 90, "unit": "day"}, "to": {"n": 30, "unit": "day"}}}},
                {"kind": "not", "of": {"kind": "event", "event": "signed_in", "window": last(30)}},
            ]}),
        ),
        (
            "Renews within 30 days",
            json!({"kind": "all", "of": [
                {"kind": "not", "of": free},
                {"kind": "property", "property": "renewal_date", "op": "during", "value": {"next": {"n": 30, "unit": "day"}}},
            ]}),
        ),
        (
            "Trial ends this week",
            json!({"kind": "all", "of": [
                free,
                {"kind": "property", "property": "trial_ends", "op": "during", "value": {"next": {"n": 7, "unit": "day"}}},
            ]}),
        ),
        (
            "Warm free accounts",
            json!({"kind": "all", "of": [
                free,
                {"kind": "at_least", "n": 2, "of": [
                    {"kind": "event", "event": ["email_opened", "email_clicked"], "window": last(90), "op": "gte", "value": 3},
                    {"kind": "event", "event": "webinar_attended", "window": last(180)},
                    {"kind": "event", "event": "app_opened", "window": last(30), "op": "gte", "value": 3},
                    {"kind": "event", "event": "add_to_cart", "window": last(90)},
                ]},
            ]}),
        ),
    ]
}
