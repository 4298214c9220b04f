//! Every kind, op, window and measure.

use super::check;

#[test]
fn groups() {
    check(&[
        (r#"{"kind":"all","of":[]}"#, "Everyone"),
        (r#"{"kind":"any","of":[]}"#, "Nobody"),
        (r#"{"kind":"event","event":"visit"}"#, "Everyone who did visit"),
        (r#"{"kind":"all","of":[{"kind":"event","event":"visit"}]}"#, "People who did visit"),
        (r#"{"kind":"any","of":[{"kind":"event","event":"visit"}]}"#, "Anyone who did visit"),
        (r#"{"kind":"not","of":{"kind":"event","event":"visit"}}"#, "Everyone except those who did visit"),
        (
            r#"{"kind":"all","of":[{"kind":"not","of":{"kind":"any","of":[{"kind":"event","event":"x"},{"kind":"list","list":"a"}]}}]}"#,
            "People except anyone (who did x or on the list “a”)",
        ),
        (
            r#"{"kind":"all","of":[{"kind":"field","field":"account_type","op":"is","value":"free"},{"kind":"event","event":"report_generated","window":{"last":{"n":30,"unit":"day"}},"op":"gt","value":5},{"kind":"not","of":{"kind":"event","event":"purchase","where":{"kind":"property","property":"plan","op":"is","value":"pro"}}}]}"#,
            "People whose account_type is “free”, who did report_generated more than 5 times in the last 30 days, since 31 May 2026 14:00, and not those who did purchase where plan is “pro”",
        ),
        (
            r#"{"kind":"any","of":[{"kind":"all","of":[{"kind":"field","field":"name","op":"contains","value":"a"},{"kind":"field","field":"name","op":"ends_with","value":"b"}]},{"kind":"segment","segment":"a"}]}"#,
            "People (whose name contains “a” and whose name ends with “b”) or in the segment “a”",
        ),
        (
            r#"{"kind":"at_least","n":2,"of":[{"kind":"event","event":"x"},{"kind":"list","list":"a"},{"kind":"all","of":[{"kind":"event","event":"y"},{"kind":"event","event":"z"}]}]}"#,
            "Everyone matching at least 2 of these 3: (who did x; on the list “a”; (who did y and who did z))",
        ),
        (
            r#"{"kind":"all","of":[{"kind":"event","event":"x","where":{"kind":"property","property":"p","op":"is_set"}},{"kind":"segment","segment":"a"}]}"#,
            "People (who did x where p has a value) and in the segment “a”",
        ),
    ]);
}

#[test]
fn values() {
    let property = |rest: &str, want: &str| {
        check(&[(&format!(r#"{{"kind":"property","property":"plan",{rest}}}"#), &format!("Everyone whose plan {want}"))]);
    };
    for (rest, want) in [
        (r#""op":"is","value":"pro""#, "is “pro”"),
        (r#""op":"is","value":5"#, "is 5"),
        (r#""op":"is","value":"5""#, "is “5”"),
        (r#""op":"is","value":true"#, "is true"),
        (r#""op":"in","value":["a","b, or “c”",3]"#, "is “a”, “b, or \\“c\\”” or 3"),
        (r#""op":"is_not","value":"free""#, "is not “free” (including those with no plan)"),
        (r#""op":"not_in","value":["a","b"]"#, "is not “a” or “b” (including those with no plan)"),
        (r#""op":"contains","value":"p""#, "contains “p”"),
        (r#""op":"not_contains","value":"p""#, "does not contain “p” (including those with no plan)"),
        (r#""op":"starts_with","value":"p""#, "starts with “p”"),
        (r#""op":"ends_with","value":"o""#, "ends with “o”"),
        (r#""op":"matches","value":"^p""#, "matches the pattern “^p”"),
        (r#""op":"not_matches","value":"^p""#, "does not match the pattern “^p” (including those with no plan)"),
        (r#""op":"gt","value":5"#, "is more than 5"),
        (r#""op":"gte","value":5"#, "is at least 5"),
        (r#""op":"lt","value":5"#, "is less than 5"),
        (r#""op":"lte","value":0.5"#, "is at most 0.5"),
        (r#""op":"between","value":[1,5]"#, "is between 1 and 5"),
        (r#""op":"is_set""#, "has a value"),
        (r#""op":"is_not_set""#, "has no value"),
        (r#""op":"before","value":"2026-06-01""#, "is before 1 June 2026"),
        (r#""op":"after","value":{"ago":{"n":30,"unit":"day"}}"#, "is after 31 May 2026 14:00 (30 days ago)"),
        (r#""op":"during","value":{"last":{"n":1,"unit":"week"}}"#, "falls in the last week, since 23 June 2026 14:00"),
        (
            r#""op":"not_during","value":{"calendar":{"unit":"year","offset":-1}}"#,
            "does not fall last year (2025) (including those with no plan)",
        ),
        (r#""op":"anniversary","value":{"next":{"n":7,"unit":"day"}}"#, "has its anniversary in the next 7 days, until 7 July 2026 14:00"),
        (r#""as_of":"2026-03-01","op":"is","value":"pro""#, "was “pro” on 1 March 2026"),
        (
            r#""as_of":{"ago":{"n":1,"unit":"month"}},"op":"is_not","value":"pro""#,
            "was not “pro” at 30 May 2026 14:00 (1 month ago) (including those with no plan then)",
        ),
    ] {
        property(rest, want);
    }
    check(&[
        (r#"{"kind":"property","property":"name","op":"is","value":"a"}"#, "Everyone whose property name is “a”"),
        (r#"{"kind":"field","field":"name","op":"is","value":"a"}"#, "Everyone whose name is “a”"),
        (r#"{"kind":"property","property":"first name","op":"is","value":"a"}"#, "Everyone whose “first name” is “a”"),
        (r#"{"kind":"property","property":"cart.total","op":"is","value":"a"}"#, "Everyone whose cart.total is “a”"),
        (
            r#"{"kind":"field","field":"email","op":"not_contains","value":"x"}"#,
            "Everyone whose email does not contain “x” (including those with no email)",
        ),
        (r#"{"kind":"field","field":"user_id","op":"is_not","value":"x"}"#, "Everyone whose user_id is not “x”"),
    ]);
}

#[test]
fn windows() {
    for (window, want) in [
        (r#"{"last":{"n":30,"unit":"day"}}"#, "in the last 30 days, since 31 May 2026 14:00"),
        (r#"{"last":{"n":1,"unit":"hour"}}"#, "in the last hour, since 30 June 2026 13:00"),
        (r#"{"last":{"n":15,"unit":"second"}}"#, "in the last 15 seconds, since 30 June 2026 13:59:45"),
        (r#"{"last":{"n":8,"unit":"month"}}"#, "in the last 8 months, since 30 October 2025 14:00"),
        (r#"{"next":{"n":2,"unit":"week"}}"#, "in the next 2 weeks, until 14 July 2026 14:00"),
        (r#"{"older_than":{"n":1,"unit":"year"}}"#, "at least 1 year ago, up to 30 June 2025 14:00"),
        (
            r#"{"ago":{"from":{"n":60,"unit":"day"},"to":{"n":30,"unit":"day"}}}"#,
            "between 60 and 30 days ago, 1 May 2026 14:00 to 31 May 2026 14:00",
        ),
        (
            r#"{"ago":{"from":{"n":2,"unit":"month"},"to":{"n":1,"unit":"day"}}}"#,
            "between 2 months and 1 day ago, 30 April 2026 14:00 to 29 June 2026 14:00",
        ),
        (r#"{"from":"2026-05-01","to":"2026-05-31"}"#, "from 1 May 2026 to the end of 31 May 2026"),
        (r#"{"from":"2026-05-01","to":"2026-05-01"}"#, "on 1 May 2026"),
        (r#"{"from":"2026-05-01","to":"2026-05-31 12:30"}"#, "from 1 May 2026 to 31 May 2026 12:30"),
        (r#"{"from":"2026-05-01T00:00:00Z"}"#, "from 1 May 2026 02:00 on"),
        (r#"{"to":"2026-05-01"}"#, "up to the end of 1 May 2026"),
        (r#"{"to":{"ago":{"n":1,"unit":"day"}}}"#, "before 29 June 2026 14:00 (1 day ago)"),
        (r#"{"from":"2025-10-26T00:30:00Z"}"#, "from 26 October 2025 02:30 UTC+02:00 on"),
        (r#"{"from":"2025-10-26T01:30:00Z"}"#, "from 26 October 2025 02:30 UTC+01:00 on"),
        (r#"{"from":"2025-10-26T02:00:00.005Z"}"#, "from 26 October 2025 03:00:00.005 on"),
        (r#"{"calendar":{"unit":"day"}}"#, "today (30 June 2026)"),
        (r#"{"calendar":{"unit":"day","offset":-1}}"#, "yesterday (29 June 2026)"),
        (r#"{"calendar":{"unit":"day","offset":-3}}"#, "on 27 June 2026 (3 days before this one)"),
        (r#"{"calendar":{"unit":"week","offset":-1}}"#, "last week (22 June 2026 to 28 June 2026)"),
        (r#"{"calendar":{"unit":"week","offset":-2}}"#, "in the week 15 June 2026 to 21 June 2026 (2 weeks before this one)"),
        (r#"{"calendar":{"unit":"month","offset":-1}}"#, "last month (May 2026)"),
        (r#"{"calendar":{"unit":"month","offset":2}}"#, "in the month August 2026 (2 months after this one)"),
        (r#"{"calendar":{"unit":"quarter","offset":0}}"#, "this quarter (April to June 2026)"),
        (r#"{"calendar":{"unit":"year","offset":-2}}"#, "in the year 2024 (2 years before this one)"),
    ] {
        check(&[(&format!(r#"{{"kind":"event","event":"visit","window":{window}}}"#), &format!("Everyone who did visit {want}"))]);
    }
}

#[test]
fn counts_and_filters() {
    for (rest, want) in [
        (r#""op":"gte","value":1"#, "did visit"),
        (r#""op":"is","value":0"#, "did not do visit"),
        (r#""op":"lt","value":1"#, "never did visit"),
        (r#""op":"is","value":1"#, "did visit exactly 1 time"),
        (r#""op":"gt","value":5"#, "did visit more than 5 times"),
        (r#""op":"lt","value":3"#, "did visit fewer than 3 times (or not at all)"),
        (r#""op":"between","value":[0,3]"#, "did visit between 0 and 3 times (or not at all)"),
        (r#""op":"between","value":[1,3]"#, "did visit between 1 and 3 times"),
        (r#""op":"is_not","value":2"#, "did visit a number of times that is not 2 (or not at all)"),
        (r#""where":{"kind":"property","property":"url","op":"contains","value":"/docs"}"#, "did visit where url contains “/docs”"),
        (
            r#""window":{"last":{"n":1,"unit":"day"}},"op":"gte","value":2,"where":{"kind":"property","property":"url","op":"is_not","value":"/"}"#,
            "did visit at least 2 times in the last day, since 29 June 2026 14:00, where url is not “/” (including those with no url)",
        ),
        (
            r#""where":{"kind":"any","of":[{"kind":"property","property":"a.b","op":"is","value":1},{"kind":"field","field":"timestamp","op":"before","value":"2026-01-01"}]}"#,
            "did visit where (a.b is 1 or timestamp is before 1 January 2026)",
        ),
        (r#""where":{"kind":"not","of":{"kind":"property","property":"url","op":"is","value":"/"}}"#, "did visit where not (url is “/”)"),
        (r#""where":{"kind":"time","part":"weekday","op":"is","value":1}"#, "did visit on a Monday"),
        (r#""where":{"kind":"time","part":"weekday","op":"in","value":[6,7]}"#, "did visit on a Saturday or Sunday"),
        (
            r#""where":{"kind":"time","part":"weekday","op":"between","value":[1,5]}"#,
            "did visit where the weekday is between Monday and Friday",
        ),
        (
            r#""where":{"kind":"time","part":"hour","op":"between","value":[9,17]}"#,
            "did visit where the hour is between 9 and 17 (9:00 to 17:59)",
        ),
        (r#""where":{"kind":"time","part":"month","op":"is","value":12}"#, "did visit where the month is December"),
        (r#""where":{"kind":"time","part":"day","op":"lte","value":7}"#, "did visit where the day of the month is at most 7"),
        (r#""where":{"kind":"time","part":"date","op":"is","value":"2026-06-30"}"#, "did visit where the date is “2026-06-30”"),
        (
            r#""where":{"kind":"related","relation":"product","where":{"kind":"field","field":"premium","op":"is","value":true}}"#,
            "did visit with at least 1 product whose premium is true",
        ),
    ] {
        check(&[(&format!(r#"{{"kind":"event","event":"visit",{rest}}}"#), &format!("Everyone who {want}"))]);
    }
    check(&[
        (r#"{"kind":"event","event":"*"}"#, "Everyone who did any event"),
        (r#"{"kind":"event","event":["visit","user signed in"]}"#, "Everyone who did visit or “user signed in”"),
        (r#"{"kind":"event","event":"any event"}"#, "Everyone who did “any event”"),
    ]);
}

#[test]
fn measures() {
    for (rest, want) in [
        (r#""measure":{"fn":"active_days"},"op":"gte","value":3"#, "who did buy on at least 3 different days"),
        (r#""measure":{"fn":"distinct","property":"sku"},"op":"gte","value":3"#, "who did buy with at least 3 different values of sku"),
        (r#""measure":{"fn":"sum","property":"amount"},"op":"gt","value":100"#, "whose sum of amount over buy is more than 100"),
        (
            r#""measure":{"fn":"sum","property":"amount"},"op":"lt","value":100,"window":{"last":{"n":30,"unit":"day"}}"#,
            "whose sum of amount over buy in the last 30 days, since 31 May 2026 14:00, is less than 100 (or without any)",
        ),
        (
            r#""measure":{"fn":"avg","property":"amount"},"op":"gte","value":5,"where":{"kind":"property","property":"cat","op":"is","value":"hats"}"#,
            "whose average of amount over buy (where cat is “hats”) is at least 5",
        ),
        (
            r#""measure":{"fn":"min","property":"amount"},"op":"is_not","value":5"#,
            "whose smallest amount over buy is not 5 (including those with none)",
        ),
        (r#""measure":{"fn":"max","property":"amount"},"op":"between","value":[1,2]"#, "whose largest amount over buy is between 1 and 2"),
        (r#""measure":{"fn":"first"},"op":"before","value":"2026-01-01""#, "whose first buy was before 1 January 2026"),
        (
            r#""measure":{"fn":"last"},"op":"during","value":{"calendar":{"unit":"month","offset":-1}}"#,
            "whose last buy fell last month (May 2026)",
        ),
        (r#""measure":{"fn":"last"},"op":"is_set""#, "whose time of the last buy has a value"),
        (r#""measure":{"fn":"first_value","property":"cat"},"op":"is","value":"hats""#, "whose first value of cat over buy is “hats”"),
        (r#""measure":{"fn":"last_value","property":"cat"},"op":"is","value":"hats""#, "whose last value of cat over buy is “hats”"),
        (r#""measure":{"fn":"most_frequent","property":"cat"},"op":"is","value":"hats""#, "whose most frequent cat over buy is “hats”"),
        (
            r#""pick":"last","having":{"kind":"property","property":"cat","op":"is","value":"hats"}"#,
            "whose last buy was one where cat is “hats”",
        ),
        (
            r#""pick":"first","having":{"kind":"time","part":"weekday","op":"is","value":7},"window":{"last":{"n":1,"unit":"year"}}"#,
            "whose first buy in the last year, since 30 June 2025 14:00, was one on a Sunday",
        ),
    ] {
        check(&[(&format!(r#"{{"kind":"event","event":"buy",{rest}}}"#), &format!("Everyone {want}"))]);
    }
    check(&[(
        r#"{"kind":"event","event":"*","measure":{"fn":"sum","property":"amount"},"op":"gt","value":1}"#,
        "Everyone whose sum of amount over all events is more than 1",
    )]);
}

#[test]
fn in_order_and_again() {
    check(&[
        (
            r#"{"kind":"sequence","steps":[{"event":"add_to_cart"},{"event":"purchase","within":{"n":3,"unit":"day"},"absent":true}],"same":["product_id"]}"#,
            "Everyone who did add_to_cart, then within 3 days did not do purchase, all with the same product_id",
        ),
        (
            r#"{"kind":"sequence","window":{"last":{"n":7,"unit":"day"}},"within":{"n":2,"unit":"hour"},"steps":[{"event":"visit","where":{"kind":"property","property":"url","op":"is","value":"/"}},{"event":"help","absent":true},{"event":["buy","rent"]}]}"#,
            "Everyone who did visit (where url is “/”) in the last 7 days, since 23 June 2026 14:00, then did not do help, then did buy or rent, all within 2 hours of the first",
        ),
        (r#"{"kind":"sequence","steps":[{"event":"x"}]}"#, "Everyone who did x, as a sequence of one step"),
        (
            r#"{"kind":"regular","event":"visit","period":{"n":1,"unit":"week"},"periods":4,"at_least":3,"times":2}"#,
            "Everyone who did visit at least 2 times in at least 3 of the last 4 weeks, since 2 June 2026 14:00",
        ),
        (
            r#"{"kind":"regular","event":"visit","period":{"n":2,"unit":"week"},"periods":2,"at_least":2}"#,
            "Everyone who did visit in each of the last 2 periods of 2 weeks, since 2 June 2026 14:00",
        ),
        (
            r#"{"kind":"regular","event":"visit","period":{"n":1,"unit":"month"},"periods":1,"at_least":1,"where":{"kind":"property","property":"url","op":"is","value":"/"}}"#,
            "Everyone who did visit in the latest month, since 30 May 2026 14:00, where url is “/”",
        ),
    ]);
}

#[test]
fn people() {
    check(&[
        (r#"{"kind":"changed","property":"plan","from":"free","to":"pro"}"#, "Everyone whose plan changed from “free” to “pro”"),
        (r#"{"kind":"changed","property":"plan","to":"pro"}"#, "Everyone whose plan changed to “pro” (or was first set to it)"),
        (r#"{"kind":"changed","property":"plan","from":"pro"}"#, "Everyone whose plan changed from “pro” (or was removed)"),
        (
            r#"{"kind":"changed","property":"plan","window":{"last":{"n":30,"unit":"day"}}}"#,
            "Everyone whose plan changed (or was first set, or removed) in the last 30 days, since 31 May 2026 14:00",
        ),
        (r#"{"kind":"ever","property":"plan","op":"is","value":"pro"}"#, "Everyone whose plan was “pro” at some time"),
        (
            r#"{"kind":"ever","property":"score","op":"gt","value":5,"window":{"calendar":{"unit":"year","offset":-1}}}"#,
            "Everyone whose score was more than 5 at some time last year (2025)",
        ),
        (r#"{"kind":"rank","by":{"property":"ltv"},"top":{"n":100}}"#, "Everyone among the top 100 by ltv"),
        (
            r#"{"kind":"rank","by":{"event":"purchase","measure":{"fn":"sum","property":"amount"},"window":{"last":{"n":30,"unit":"day"}}},"top":{"percent":10}}"#,
            "Everyone among the top 10 % by sum of amount over purchase in the last 30 days, since 31 May 2026 14:00",
        ),
        (
            r#"{"kind":"rank","by":{"event":"visit"},"bottom":{"percent":2.5}}"#,
            "Everyone among the bottom 2.5 % by number of times they did visit",
        ),
        (r#"{"kind":"segment","segment":"a"}"#, "Everyone in the segment “a”"),
        (r#"{"kind":"list","list":"a"}"#, "Everyone on the list “a”"),
        (r#"{"kind":"consent","purpose":"email","state":"granted"}"#, "Everyone with email consent granted"),
        (r#"{"kind":"consent","purpose":"email","state":"denied"}"#, "Everyone with email consent denied"),
        (r#"{"kind":"consent","purpose":"email","state":"unknown"}"#, "Everyone with no email consent on record"),
    ]);
}

#[test]
fn related_rows() {
    check(&[
        (
            r#"{"kind":"related","relation":"household","where":{"kind":"field","field":"region","op":"is","value":"North"}}"#,
            "Everyone with at least 1 household whose region is “North”",
        ),
        (r#"{"kind":"related","relation":"policies"}"#, "Everyone with 1 or more policies"),
        (r#"{"kind":"related","relation":"policies","op":"is","value":0}"#, "Everyone with no policies"),
        (r#"{"kind":"related","relation":"policies","op":"lt","value":3}"#, "Everyone with fewer than 3 policies (or with none)"),
        (
            r#"{"kind":"related","relation":"household","where":{"kind":"related","relation":"members","where":{"kind":"related","relation":"policies","where":{"kind":"field","field":"tier","op":"is","value":"premium"}}}}"#,
            "Everyone with at least 1 household with 1 or more members with 1 or more policies whose tier is “premium”",
        ),
        (
            r#"{"kind":"related","relation":"policies","every":true,"where":{"kind":"field","field":"tier","op":"is_not","value":"premium"}}"#,
            "Everyone all of whose policies (at least 1) are ones whose tier is not “premium” (including those with no tier)",
        ),
        (
            r#"{"kind":"related","relation":"household","every":true,"where":{"kind":"not","of":{"kind":"field","field":"region","op":"is","value":"North"}}}"#,
            "Everyone with every household (at least 1) being one other than those whose region is “North”",
        ),
        (
            r#"{"kind":"related","relation":"household","where":{"kind":"all","of":[{"kind":"field","field":"region","op":"is","value":"North"},{"kind":"related","relation":"members","op":"gte","value":2}]}}"#,
            "Everyone with at least 1 household (whose region is “North” and with at least 2 members)",
        ),
        (
            r#"{"kind":"event","event":"buy","where":{"kind":"all","of":[{"kind":"related","relation":"product","where":{"kind":"field","field":"category","op":"is","value":"hats"}},{"kind":"related","relation":"holiday"}]}}"#,
            "Everyone who did buy where ((has at least 1 product whose category is “hats”) and has at least 1 holiday)",
        ),
    ]);
}
