//! The segments that come with the sample data.

use crate::holidays::{day_number, year, WINTER};
use crate::lists::{newsletter, INVITED};
use crate::products::{BOUGHT, OVERLOOKED, OVERLOOKED_URL};
use muster_rules::time::{Millis, DAY};
use serde_json::{json, Value};

/// Two segments that others build on.
const TOP: &str = "Top 10 % by spend";
const WEEKLY: &str = "Active every week";

/// Names and conditions, in the order in which they are worth looking at.
pub(crate) fn all(now: Millis) -> Vec<(&'static str, Value)> {
    let mut all = of_accounts_and_events();
    all.extend(of_relations());
    all.extend(of_time(now));
    all.extend(of_money());
    all.extend(of_picked_people(now));
    all
}

/// What an account is, and what was done how often.
fn of_accounts_and_events() -> Vec<(&'static str, Value)> {
    let free = json!({"kind": "field", "field": "account_type", "op": "is", "value": "free"});
    vec![
        (
            "Hesitant power users",
            json!({"kind": "all", "of": [
                free,
                {"kind": "event", "event": "report_generated", "window": days(30), "op": "gt", "value": 5},
            ]}),
        ),
        (
            "Pricing but no trial",
            json!({"kind": "all", "of": [
                {"kind": "event", "event": "page_viewed",
                 "where": {"kind": "property", "property": "url", "op": "is", "value": "/pricing"},
                 "window": days(7), "op": "gte", "value": 3},
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
                {"kind": "not", "of": {"kind": "event", "event": "signed_in", "window": days(30)}},
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
                    {"kind": "event", "event": ["email_opened", "email_clicked"], "window": days(90), "op": "gte", "value": 3},
                    {"kind": "event", "event": "webinar_attended", "window": days(180)},
                    {"kind": "event", "event": "app_opened", "window": days(30), "op": "gte", "value": 3},
                    {"kind": "event", "event": "add_to_cart", "window": days(90)},
                ]},
            ]}),
        ),
    ]
}

/// What else is known of a product, a date, a household, a policy.
fn of_relations() -> Vec<(&'static str, Value)> {
    let premium_policy = json!({"kind": "field", "field": "tier", "op": "is", "value": "premium"});
    vec![
        (
            "Bought premium products in the North during the holidays",
            json!({"kind": "event", "event": "purchase", "where": {"kind": "all", "of": [
                {"kind": "related", "relation": "product", "where": {"kind": "field", "field": "premium", "op": "is", "value": true}},
                {"kind": "related", "relation": "sold_in", "where": {"kind": "field", "field": "area", "op": "is", "value": "North"}},
                {"kind": "related", "relation": "holiday", "where": {"kind": "field", "field": "season", "op": "is", "value": WINTER}},
            ]}}),
        ),
        (
            "In a household that holds a premium policy",
            json!({"kind": "related", "relation": "household", "where":
                {"kind": "related", "relation": "members", "where":
                    {"kind": "related", "relation": "policies", "where": premium_policy}}}),
        ),
        ("Covered by somebody else's premium policy", json!({"kind": "related", "relation": "beneficiary_of", "where": premium_policy})),
        (
            "Began with an add-on",
            json!({"kind": "event", "event": "purchase", "pick": "first", "having":
                {"kind": "related", "relation": "product", "where": {"kind": "field", "field": "category", "op": "is", "value": "add_on"}}}),
        ),
        (
            "Bought something premium last",
            json!({"kind": "event", "event": "purchase", "pick": "last", "having":
                {"kind": "related", "relation": "product", "where": {"kind": "field", "field": "premium", "op": "is", "value": true}}}),
        ),
    ]
}

/// In what order, how regularly, when; what was once and what changed.
fn of_time(now: Millis) -> Vec<(&'static str, Value)> {
    let changed = |from: &str, to: &str| json!({"kind": "changed", "property": "plan", "from": from, "to": to, "window": days(90)});
    vec![
        (
            "Put it in the cart but did not buy it within 3 days",
            json!({"kind": "sequence", "same": ["product_id"],
                "window": {"ago": {"from": {"n": 90, "unit": "day"}, "to": {"n": 3, "unit": "day"}}},
                "steps": [{"event": "add_to_cart"}, {"event": "purchase", "within": {"n": 3, "unit": "day"}, "absent": true}]}),
        ),
        (
            WEEKLY,
            json!({"kind": "regular", "event": ["signed_in", "app_opened"],
                "period": {"n": 1, "unit": "week"}, "periods": 4, "at_least": 4}),
        ),
        (
            "Weekend buyers",
            json!({"kind": "event", "event": "purchase", "window": {"last": {"n": 1, "unit": "year"}},
                "where": {"kind": "time", "part": "weekday", "op": "in", "value": [6, 7]}}),
        ),
        ("Was Pro in March", json!({"kind": "property", "property": "plan", "op": "is", "value": "pro", "as_of": last_march(now)})),
        ("Downgraded lately", json!({"kind": "any", "of": [changed("pro", "plus"), changed("pro", "free"), changed("plus", "free")]})),
        ("Ever on a trial", json!({"kind": "ever", "property": "billing_status", "op": "is", "value": "trial"})),
        (
            "Birthday within 30 days",
            json!({"kind": "property", "property": "birthday", "op": "anniversary", "value": {"next": {"n": 30, "unit": "day"}}}),
        ),
    ]
}

/// How much was paid.
fn of_money() -> Vec<(&'static str, Value)> {
    let year = json!({"last": {"n": 1, "unit": "year"}});
    let amount = |fun: &str| json!({"fn": fun, "property": "amount"});
    vec![
        (
            TOP,
            json!({"kind": "rank", "by": {"event": ["purchase", "subscription_renewed"], "window": year, "measure": amount("sum")},
                "top": {"percent": 10}}),
        ),
        (
            "Large baskets, not long ago",
            json!({"kind": "all", "of": [
                {"kind": "event", "event": "purchase", "window": year, "measure": amount("sum"), "op": "gte", "value": 50},
                {"kind": "event", "event": "purchase", "measure": amount("avg"), "op": "gte", "value": 25},
                {"kind": "event", "event": "purchase", "measure": {"fn": "last"}, "op": "during", "value": days(180)},
            ]}),
        ),
    ]
}

/// Lists, consent, and other segments.
fn of_picked_people(now: Millis) -> Vec<(&'static str, Value)> {
    let may_mail = json!({"kind": "consent", "purpose": "email", "state": "granted"});
    vec![
        ("VIPs we may e-mail", json!({"kind": "all", "of": [{"kind": "list", "list": INVITED}, may_mail]})),
        (
            "Newsletter readers never asked about SMS",
            json!({"kind": "all", "of": [
                {"kind": "list", "list": newsletter(now)},
                may_mail,
                {"kind": "consent", "purpose": "sms", "state": "unknown"},
            ]}),
        ),
        (
            "Top spenders who are seldom here",
            json!({"kind": "all", "of": [
                {"kind": "segment", "segment": TOP},
                {"kind": "not", "of": {"kind": "segment", "segment": WEEKLY}},
            ]}),
        ),
    ]
}

/// The last so many days.
fn days(n: u32) -> Value {
    json!({"last": {"n": n, "unit": "day"}})
}

/// The middle of the last March that is over.
fn last_march(now: Millis) -> String {
    let year = year(now);
    let over = day_number(year, 4, 1) * DAY <= now;
    format!("{:04}-03-15", if over { year } else { year - 1 })
}
