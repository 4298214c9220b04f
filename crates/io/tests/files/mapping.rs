//! What the columns and keys of each kind become.

use super::read_as;
use muster_io::Kind;

/// One row as `line`, in words, or why it was rejected.
fn one(kind: Kind, text: &str) -> String {
    let outcome = read_as(kind, text);
    let found: Vec<String> = [outcome.said(), outcome.why()].concat();
    assert_eq!(found.len(), 1, "{text}");
    found[0].split_once(": ").unwrap().1.to_owned()
}

fn csv(header: &str, row: &str) -> String {
    format!("{header}\n{row}\n")
}

#[test]
fn users() {
    let header = "user_id,email,name,created_at,account_type,plan,n";
    for (text, want) in [
        (
            csv(header, "a,a@x.de,Änne,2026-06-30T12:00:00+02:00,free,pro,5"),
            "a a@x.de Änne 2026-06-30T10:00:00.000Z free [plan=\"pro\" n=5]",
        ),
        (csv(header, "a,,,,,,"), "a - - - - []"),
        (csv(header, "007,,,2026-06-30,,007,1.0"), "007 - - 2026-06-30T00:00:00.000 - [plan=\"007\" n=\"1.0\"]"),
        (csv(header, "a,,,,,true,+49151"), "a - - - - [plan=true n=\"+49151\"]"),
        (csv(header, "a,,,yesterday,,,"), "created_at is no time: “yesterday”"),
        (csv(header, "a,,,1782820800,,,"), "a - - 2026-06-30T12:00:00.000Z - []"),
        (csv("user_id,created_at", "a,30.06.2026"), "created_at is no time: “30.06.2026”"),
        (
            r#"{"user_id":"a","email":"","name":null,"created_at":null,"plan":"","tags":[],"x":null}"#.into(),
            r#"a  - - - [plan="" tags=[]]"#,
        ),
        (r#"{"user_id":12345678901234567890,"name":5.50,"account_type":true}"#.into(), "12345678901234567890 - 5.5 - true []"),
        (r#"{"user_id":5.0}"#.into(), "5 - - - - []"),
        (r#"{"user_id":-0}"#.into(), "0 - - - - []"),
        (r#"{"user_id":1e21}"#.into(), "1e+21 - - - - []"),
        (r#"{"user_id":false}"#.into(), "false - - - - []"),
        (r#"{"user_id":"a","email":["b"]}"#.into(), "email is a list or an object"),
        (r#"{"user_id":"a","created_at":1782820800000}"#.into(), "a - - 2026-06-30T12:00:00.000Z - []"),
        (r#"{"user_id":"a","created_at":""}"#.into(), "created_at is no time: “”"),
        (r#"{"user_id":"a","created_at":true}"#.into(), "created_at is no time: “true”"),
        (r#"{"user_id":"a","created_at":[1]}"#.into(), "created_at is no time: “[1]”"),
        (r#"{"user_id":"a","created_at":17}"#.into(), "created_at is no time: “17”"),
        (
            r#"{"user_id":"a","z":1,"y":"1","cart.total":{"b":1,"a":[null]}}"#.into(),
            r#"a - - - - [cart.total={"a":[null],"b":1} y="1" z=1]"#,
        ),
    ] {
        assert_eq!(one(Kind::Users, &text), want, "{text}");
    }
}

#[test]
fn events() {
    let header = "event_id,user_id,event_name,timestamp,properties,plan";
    let at = "2026-06-30T12:00:00.000Z";
    for (text, want) in [
        (csv(header, "e,a,buy,2026-06-30T12:00:00Z,,"), format!("e a buy {at} {{}}")),
        (csv(header, r#",a,buy,1782820800,"{""b"":1.0,""a"":""x""}",pro"#), format!(r#"- a buy {at} {{"a":"x","b":1,"plan":"pro"}}"#)),
        (csv(header, r#",a,buy,1782820800,"{""plan"":1}",pro"#), format!(r#"- a buy {at} {{"plan":1}}"#)),
        (csv(header, r#",a,buy,1782820800,"{""plan"":null}",pro"#), format!(r#"- a buy {at} {{"plan":"pro"}}"#)),
        (csv(header, ",a,buy,1782820800,[1],"), "properties is no JSON object".into()),
        (csv(header, ",a,buy,1782820800,x,"), "properties is no JSON object".into()),
        (csv(header, ",a,buy,1782820800,{,"), "properties cannot be stored: EOF while parsing an object at character 1".into()),
        (csv(header, ",a,buy,tomorrow,,"), "timestamp is no time: “tomorrow”".into()),
        (csv(header, ",a,buy,,,"), "timestamp is missing".into()),
        (csv(header, ",a,,1782820800,,"), "event_name is missing".into()),
        (csv(header, ",,buy,1782820800,,"), "user_id is missing".into()),
        (r#"{"user_id":1,"event_name":true,"timestamp":"2026-06-30 12:00"}"#.into(), "- 1 true 2026-06-30T12:00:00.000 {}".into()),
        (
            r#"{"event_id":"","user_id":"a","event_name":"b","timestamp":"1782820800000","properties":null}"#.into(),
            format!("- a b {at} {{}}"),
        ),
        (
            r#"{"event_id":7,"user_id":"a","event_name":"b","timestamp":1782820800,"properties":{"x":{"y":null}},"z":[1],"w":null}"#.into(),
            format!(r#"7 a b {at} {{"x":{{"y":null}},"z":[1]}}"#),
        ),
        (
            r#"{"user_id":"a","event_name":"b","timestamp":1782820800,"x":1,"properties":{"x":2},"y":1,"y":null}"#.into(),
            format!(r#"- a b {at} {{"x":2}}"#),
        ),
        (r#"{"user_id":"a","event_name":"b","timestamp":1782820800,"properties":"{}"}"#.into(), "properties is no JSON object".into()),
        (r#"{"user_id":"a","event_name":"b","timestamp":1782820800,"properties":[]}"#.into(), "properties is no JSON object".into()),
        (
            r#"{"user_id":"a","event_name":"b","timestamp":1782820800,"properties":{"x":1e999}}"#.into(),
            "properties cannot be stored: number out of range at character 10".into(),
        ),
        (r#"{"user_id":"a","event_name":"b","timestamp":1782820800.5}"#.into(), "timestamp is no time: “1782820800.5”".into()),
        (r#"{"user_id":"a","event_name":"b"}"#.into(), "timestamp is missing".into()),
    ] {
        assert_eq!(one(Kind::Events, &text), want, "{text}");
    }
}

#[test]
fn an_event_property_may_not_lie_deeper_than_it_can_be_read_back() {
    for (depth, good) in [(63, true), (64, false)] {
        let deep = format!("{}{}", "[".repeat(depth + 1), "]".repeat(depth + 1));
        let inside = format!(r#"{{"user_id":"a","event_name":"b","timestamp":1782820800,"properties":{{"x":{deep}}}}}"#);
        let beside = format!(r#"{{"user_id":"a","event_name":"b","timestamp":1782820800,"x":{deep}}}"#);
        for text in [inside, beside] {
            let found = one(Kind::Events, &text);
            assert_eq!(found.starts_with("- a b"), good, "{depth} {found}");
            assert!(good || found == "properties cannot be stored: nested deeper than 64", "{found}");
        }
    }
}

#[test]
fn properties() {
    let header = "user_id,property_name,property_value,updated_at";
    for (text, want) in [
        (csv(header, "a,plan,pro,2026-06-30"), r#"a plan "pro" 2026-06-30T00:00:00.000"#),
        (csv(header, "a,plan,,"), "a plan - -"),
        (csv(header, "a,plan,5,now"), "updated_at is no time: “now”"),
        (csv(header, "a,,5,"), "property_name is missing"),
        (csv("user_id,property_name,property_value", "a,n,5"), "a n 5 -"),
        (r#"{"user_id":"a","property_name":"plan","property_value":null}"#.into(), "a plan - -"),
        (r#"{"user_id":"a","property_name":"plan"}"#.into(), "property_value is missing"),
        (r#"{"user_id":"a","property_name":"plan","property_value":""}"#.into(), "a plan \"\" -"),
        (r#"{"user_id":"a","property_name":5,"property_value":{"b":1,"a":2}}"#.into(), "a 5 {\"a\":2,\"b\":1} -"),
        (r#"{"user_id":"a","property_name":"p","property_value":1,"updated_at":1782820800}"#.into(), "a p 1 2026-06-30T12:00:00.000Z"),
        (r#"{"user_id":"a","property_name":"p","property_value":1,"note":"x"}"#.into(), "has a key that has no place here: “note”"),
        (r#"{"user_id":"a","property_name":"p","property_value":1,"note":null}"#.into(), "a p 1 -"),
        (r#"{"user_id":"a","property_name":["p"],"property_value":1}"#.into(), "property_name is a list or an object"),
    ] {
        assert_eq!(one(Kind::Properties, &text), want, "{text}");
    }
}

#[test]
fn consent() {
    let header = "user_id,purpose,state,updated_at";
    for (text, want) in [
        (csv(header, "a,email,granted,2026-06-30T12:00:00Z"), "a email true 2026-06-30T12:00:00.000Z"),
        (csv(header, "a,email,denied,"), "a email false -"),
        (csv(header, "a,email,maybe,"), "state is neither granted nor denied: “maybe”"),
        (csv(header, "a,email,Granted,"), "state is neither granted nor denied: “Granted”"),
        (csv(header, "a,email,,"), "state is missing"),
        (csv(header, "a,,granted,"), "purpose is missing"),
        (csv(header, "a,email,granted,x"), "updated_at is no time: “x”"),
        (r#"{"user_id":"a","purpose":"email","state":true}"#.into(), "state is neither granted nor denied: “true”"),
        (r#"{"user_id":"a","purpose":"email","state":"denied","via":"form"}"#.into(), "has a key that has no place here: “via”"),
    ] {
        assert_eq!(one(Kind::Consent, &text), want, "{text}");
    }
}

#[test]
fn a_user_id_stays_on_its_line() {
    let why = "user_id has a line break or another control character";
    for id in ["a\nb", "a\rb", "a\tb", "a\n", "\u{1b}[2J", "a\u{7f}", "a\u{85}b"] {
        let json = serde_json::to_string(id).unwrap();
        let at = "2026-06-30T12:00:00Z";
        for (kind, text) in [
            (Kind::Users, format!("{{\"user_id\":{json}}}")),
            (Kind::Events, format!("{{\"user_id\":{json},\"event_name\":\"x\",\"timestamp\":\"{at}\"}}")),
            (Kind::Properties, format!("{{\"user_id\":{json},\"property_name\":\"x\",\"property_value\":1}}")),
            (Kind::Consent, format!("{{\"user_id\":{json},\"purpose\":\"x\",\"state\":\"granted\"}}")),
            (Kind::Users, format!("user_id,x\n\"{id}\",1\n")),
        ] {
            assert_eq!(one(kind, &text), why, "{text}");
        }
    }
    // Other identities keep them, and an id keeps whatever else it has.
    let text = r#"{"user_id":" ä\u200d😀","event_name":"x\ty","event_id":"1\n2","timestamp":"2026-06-30T12:00:00Z"}"#;
    assert_eq!(one(Kind::Events, text), "1\n2  ä\u{200d}😀 x\ty 2026-06-30T12:00:00.000Z {}");
}
