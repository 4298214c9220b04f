#![allow(clippy::unwrap_used, clippy::panic)]
use super::*;

fn compile(root: &str) -> Compiled {
    let draft = Draft::parse(&format!(r#"{{"muster_draft":1,"root":{root}}}"#)).unwrap();
    draft.compile(None, &Catalog::default(), 0, Zone::UTC).unwrap()
}

fn states(compiled: &Compiled) -> Vec<(String, &'static str)> {
    let word = |state: &NodeState| match state {
        NodeState::In { .. } => "in",
        NodeState::Incomplete(_) => "incomplete",
        NodeState::Failed(_) => "failed",
        NodeState::Muted => "muted",
        NodeState::Empty => "empty",
    };
    compiled.nodes.iter().map(|node| (node.id.clone(), word(&node.state))).collect()
}

const GOOD: &str = r#"{"kind":"property","property":"p","op":"is_set"}"#;

#[test]
fn what_is_unfinished_or_muted_is_left_out_and_said() {
    let compiled = compile(&format!(
        r#"{{"id":"r","group":"all","of":[{{"id":"a","card":{GOOD}}},{{"id":"b","card":{{"kind":"property","property":"p","op":"is"}}}},{{"id":"c","card":{GOOD},"muted":true}},{{"id":"d","card":{{"kind":"property","property":"p","op":"gt","value":"x"}}}}]}}"#
    ));
    assert_eq!(compiled.json, json!({"kind":"all","of":[serde_json::from_str::<Value>(GOOD).unwrap()]}));
    assert_eq!(
        states(&compiled),
        [("r", "in"), ("a", "in"), ("b", "incomplete"), ("c", "muted"), ("d", "failed")].map(|(id, s)| (id.to_owned(), s))
    );
    assert_eq!((compiled.unfinished, compiled.muted), (2, 1));
}

#[test]
fn a_group_with_nothing_left_never_widens() {
    for kind in ["all", "any", "none"] {
        let compiled = compile(&format!(
            r#"{{"id":"r","group":"any","of":[{{"id":"a","card":{GOOD}}},{{"id":"g","group":"{kind}","of":[{{"id":"b","card":{{"kind":"event"}}}}]}}]}}"#
        ));
        assert_eq!(compiled.json["of"].as_array().unwrap().len(), 1, "{kind}");
        assert_eq!(states(&compiled)[2], ("g".to_owned(), "empty"));
    }
}

#[test]
fn an_at_least_with_too_few_left_is_failed_with_all_in_it() {
    let compiled = compile(&format!(
        r#"{{"id":"r","group":"all","of":[{{"id":"g","group":"at_least","n":2,"of":[{{"id":"a","card":{GOOD}}},{{"id":"b","card":{{"kind":"event"}}}}]}}]}}"#
    ));
    assert_eq!(compiled.json, json!({"kind":"all","of":[]}));
    assert_eq!(states(&compiled), [("r", "in"), ("g", "failed"), ("a", "failed"), ("b", "incomplete")].map(|(id, s)| (id.to_owned(), s)));
}

#[test]
fn paths_are_those_of_the_rule() {
    let compiled = compile(&format!(
        r#"{{"id":"r","group":"none","of":[{{"id":"x","card":{{"kind":"event"}}}},{{"id":"g","group":"any","of":[{{"id":"a","card":{GOOD}}}]}}]}}"#
    ));
    let path = |id: &str| match &compiled.nodes.iter().find(|node| node.id == id).unwrap().state {
        NodeState::In { path } => path.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!((path("r"), path("g"), path("a")), ("where".into(), "where.of.of[0]".into(), "where.of.of[0].of[0]".into()));
}

#[test]
fn a_rule_becomes_a_draft_that_makes_the_same_rule() {
    let same = [
        r#"{"kind":"all","of":[]}"#,
        r#"{"kind":"any","of":[{"kind":"property","property":"p","op":"is","value":1},{"kind":"not","of":{"kind":"any","of":[{"kind":"event","event":"x"}]}}]}"#,
        r#"{"kind":"at_least","n":1,"of":[{"kind":"all","of":[{"kind":"field","field":"email","op":"is_set"}]},{"kind":"event","event":"*","where":{"kind":"any","of":[]}}]}"#,
    ];
    for text in same {
        let rule: Value = serde_json::from_str(text).unwrap();
        let draft = Draft::from_rule(&rule);
        assert_eq!(Draft::parse(&draft.to_json().to_string()).unwrap(), draft);
        assert_eq!(draft.compile(None, &Catalog::default(), 0, Zone::UTC).unwrap().json, rule, "{text}");
    }
    let nobody = json!({"kind":"any","of":[]});
    for rule in [nobody.clone(), json!({"kind":"all","of":[nobody.clone()]})] {
        assert_eq!(
            Draft::from_rule(&rule).compile(None, &Catalog::default(), 0, Zone::UTC).unwrap().json,
            json!({"kind":"all","of":[nobody]})
        );
    }
    let single: Value = serde_json::from_str(GOOD).unwrap();
    assert_eq!(
        Draft::from_rule(&single).compile(None, &Catalog::default(), 0, Zone::UTC).unwrap().json,
        json!({"kind":"all","of":[single]})
    );
}

#[test]
fn no_two_nodes_of_a_rule_that_is_one_condition_have_the_same_id() {
    let draft = Draft::from_rule(&json!({"kind":"event","event":"x"})).to_json();
    assert_eq!((&draft["root"]["id"], &draft["root"]["of"][0]["id"]), (&json!("root"), &json!("n1")));
}
