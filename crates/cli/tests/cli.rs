//! The command line as scripts use it: the built program on real files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod folder;

use folder::{stock_sqlite, Folder, NOW};
use serde_json::{json, Value};
use std::io::Write;
use std::process::{Command, Stdio};

#[test]
fn the_sample_has_segments_that_are_neither_empty_nor_everyone() {
    let folder = Folder::new();
    let made = folder.json(&["demo", "d.muster", "--now", NOW]);
    assert_eq!(made["people"], 2000);
    let segments = folder.json(&["segment", "d.muster", "list", "--now", NOW]);
    let segments = segments.as_array().unwrap();
    for wanted in ["Hesitant power users", "Pricing but no trial", "A but never B", "Webinar, then silent"] {
        assert!(segments.iter().any(|segment| segment["name"] == wanted), "{wanted}");
    }
    for segment in segments {
        let name = segment["name"].as_str().unwrap();
        let count = folder.json(&["count", "d.muster", "--segment", name, "--now", NOW]);
        let people = count["count"].as_u64().unwrap();
        assert!(people > 0 && people < 2000, "{name}: {people}");
        let members: Vec<String> =
            folder.ok(&["members", "d.muster", "--segment", name, "--now", NOW]).lines().map(str::to_owned).collect();
        assert_eq!(members.len() as u64, people, "{name}");
        let mut sorted = members.clone();
        sorted.sort();
        assert_eq!(members, sorted, "{name}: not in bytewise order");
        assert_eq!(folder.json(&["count", "d.muster", "--segment", name, "--now", NOW, "--engine", "sql"])["count"], people, "{name}");
        let sql = folder.ok(&["sql", "d.muster", "--segment", name, "--now", NOW]);
        assert_eq!(stock_sqlite(&folder.path("d.muster"), &sql), members, "{name}");
    }
    assert_eq!(folder.ok(&["check", "d.muster"]).trim(), "the workspace is whole");
}

#[test]
fn the_same_seed_makes_the_same_data_and_another_another() {
    let folder = Folder::new();
    for (name, seed) in [("a.muster", "7"), ("b.muster", "7"), ("c.muster", "8")] {
        folder.ok(&["demo", name, "--users", "60", "--seed", seed, "--now", NOW]);
    }
    let content =
        |name: &str| stock_sqlite(&folder.path(name), "SELECT * FROM users; SELECT * FROM events; SELECT * FROM user_property_history;");
    assert_eq!(content("a.muster"), content("b.muster"));
    assert_ne!(content("a.muster"), content("c.muster"));
}

#[test]
fn an_import_adds_up_and_imports_again_as_nothing() {
    let folder = Folder::new();
    folder.ok(&["new", "w.muster"]);
    folder.file("users.csv", "user_id,email,plan,devices\na,a@x.org,free,1\nb,,pro,2\na,a@x.org,free,1\n,nobody,free,1\n");
    let report = folder.json(&["import", "w.muster", "users.csv", "--now", NOW]);
    assert_eq!(
        (&report["read"], &report["added"], &report["updated"], &report["duplicates"], &report["rejected"]),
        (&json!(4), &json!(2), &json!(0), &json!(1), &json!(1))
    );
    assert_eq!(report["rejects"], json!([{"line": 5, "why": "user_id is missing"}]));
    let again = folder.json(&["import", "w.muster", "users.csv", "--now", "2026-07-01T00:00:00Z"]);
    assert_eq!((&again["added"], &again["updated"], &again["duplicates"]), (&json!(0), &json!(0), &json!(3)));
    folder.file("more.csv", "user_id,plan\na,pro\nc,free\n");
    let more = folder.json(&["import", "w.muster", "more.csv", "--as", "users", "--now", "2026-07-02T00:00:00Z"]);
    assert_eq!((&more["added"], &more["updated"]), (&json!(1), &json!(1)));
    let rule = r#"{"kind":"property","property":"plan","op":"is","value":"pro"}"#;
    folder.file("pro.json", rule);
    assert_eq!(folder.ok(&["members", "w.muster", "--rule", "pro.json", "--now", "2026-07-03"]), "a\nb\n");
    assert_eq!(folder.ok(&["members", "w.muster", "--rule", "pro.json", "--now", "2026-07-01"]), "b\n");
}

#[test]
fn a_broken_line_is_named_and_the_others_come_in() {
    let folder = Folder::new();
    folder.ok(&["new", "w.muster"]);
    let good = |i: u32| format!("{{\"user_id\":\"u{i}\",\"event_name\":\"x\",\"timestamp\":\"2026-06-0{}T00:00:00Z\"}}\n", i % 9 + 1);
    let mut text: String = (0..50).map(good).collect();
    text.push_str("{\"user_id\":\"u50\",\"event_name\":\"x\",\n");
    text.extend((51..100).map(good));
    folder.file("events.ndjson", &text);
    let report = folder.json(&["import", "w.muster", "events.ndjson", "--rejects", "rejects.csv"]);
    assert_eq!((&report["read"], &report["added"], &report["rejected"]), (&json!(100), &json!(99), &json!(1)));
    assert_eq!(report["rejects"][0]["line"], 51);
    let rejects = std::fs::read_to_string(folder.path("rejects.csv")).unwrap();
    assert!(rejects.starts_with("line,why,row\r\n51,"), "{rejects}");
    assert!(rejects.contains("u50"), "{rejects}");
}

#[test]
fn a_dry_run_says_what_the_import_then_does_and_writes_nothing() {
    let folder = Folder::new();
    folder.ok(&["demo", "w.muster", "--users", "50", "--now", NOW]);
    let before = std::fs::read(folder.path("w.muster")).unwrap();
    folder.file("e.csv", "user_id,event_name,timestamp,amount\nu_10001,bought,2026-06-01,5\nnew,bought,2026-06-01,6\nnew,bought,2026-06-01,6\nnew,bought,soon,6\n");
    let dry = folder.json(&["import", "w.muster", "e.csv", "--dry-run"]);
    assert_eq!(std::fs::read(folder.path("w.muster")).unwrap(), before);
    let real = folder.json(&["import", "w.muster", "e.csv"]);
    for key in ["read", "added", "updated", "duplicates", "rejected", "rejects"] {
        assert_eq!(dry[key], real[key], "{key}");
    }
    assert_eq!((&real["added"], &real["rejected"]), (&json!(3), &json!(1)));
    assert_eq!(folder.json(&["import", "w.muster", "e.csv"])["added"], 0);
}

#[test]
fn an_export_has_the_people_of_the_count_and_guards_formulas() {
    let folder = Folder::new();
    folder.ok(&["new", "w.muster"]);
    folder.file("u.csv", "user_id,name,note\n1,\"=cmd|'/c'\",-5\n2,\"Weber, \"\"Jo\"\"\",+49151\n3,plain,x\n");
    folder.ok(&["import", "w.muster", "u.csv"]);
    folder.file("r.json", r#"{"muster":1,"name":"n","where":{"kind":"field","field":"name","op":"is_set"}}"#);
    let report = folder.json(&["export", "w.muster", "--rule", "r.json", "--out", "out.csv", "--columns", "user_id,name,property:note"]);
    assert_eq!(report["rows"], 3);
    let safe = std::fs::read_to_string(folder.path("out.csv")).unwrap();
    assert_eq!(safe, "user_id,name,note\r\n1,'=cmd|'/c',-5\r\n2,\"Weber, \"\"Jo\"\"\",'+49151\r\n3,plain,x\r\n");
    folder.ok(&[
        "export",
        "w.muster",
        "--rule",
        "r.json",
        "--out",
        "out.csv",
        "--columns",
        "user_id,name,property:note",
        "--preset",
        "exact",
    ]);
    assert!(std::fs::read_to_string(folder.path("out.csv")).unwrap().contains("\r\n1,=cmd|'/c',-5\r\n"));
    let done = folder.run(&["export", "w.muster", "--rule", "r.json", "--out", "out.csv", "--columns", "user_id, shoe_size"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8(done.stderr).unwrap().contains("--columns shoe_size"));
    assert!(std::fs::read_to_string(folder.path("out.csv")).unwrap().contains("=cmd"), "a failed export left nothing of what was there");
}

#[test]
fn refusals_say_where_and_what_and_end_with_one() {
    let folder = Folder::new();
    folder.ok(&["new", "w.muster"]);
    let cases = [
        (r#"{"kind":"all","of":[{"kind":"evnt","event":"x"}]}"#, "where.of[0].kind: unknown kind “evnt” (did you mean “event”?"),
        (r#"{"kind":"event","event":"x","windw":{}}"#, "where.windw: unknown key “windw” (did you mean “window”?"),
        (r#"{"kind":"field","field":"email","op":"equals","value":"a"}"#, "where.op: unknown op “equals”"),
        (r#"{"kind":"property","property":"p","op":"is"}"#, "where.value: “value” is missing"),
        (r#"{"kind":"related","relation":"nowhere"}"#, "“nowhere”"),
        (r#"{"kind":"list","list":"nowhere"}"#, "“nowhere”"),
        ("{", "is not JSON"),
    ];
    for (rule, want) in cases {
        let done = folder.run_with(&["count", "w.muster", "--rule", "-", "--json"], rule);
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(1), "{rule}");
        assert!(said.contains(want), "{rule}: {said}");
    }
    assert!(folder.refused(&["count", "w.muster", "--segment", "nowhere"]).contains("nowhere"));
    assert!(folder.refused(&["new", "w.muster"]).contains("w.muster"));
    assert!(folder.refused(&["count", "missing.muster", "--segment", "x"]).contains("missing.muster"));
    assert!(folder.refused(&["import", "w.muster", "nowhere.csv"]).contains("nowhere.csv"));
    folder.file(
        "other.muster",
        "not a database, but long enough to look at: ............................................................................",
    );
    assert!(folder.refused(&["check", "other.muster"]).contains("not a Muster workspace"));
    assert!(folder.refused(&["import", "w.muster", "other.muster", "--as", "table:vip"]).contains("There is no table “vip”."));
    folder.file("all.json", r#"{"kind":"all","of":[]}"#);
    let wrong: [&[&str]; 12] = [
        &["count", "w.muster"],
        &["nothing"],
        &["count", "w.muster", "--rule", "a", "--segment", "b"],
        &[],
        &["new", "x.muster", "--tz", "Mars"],
        &["count", "w.muster", "--rule", "all.json", "--now", "yesterday"],
        &["sql", "w.muster", "--rule", "all.json", "--dialect", "mysql"],
        &["export", "w.muster", "--rule", "all.json", "--out", "o.csv", "--preset", "foo"],
        &["import", "w.muster", "all.json", "--as", "foo"],
        &["import", "w.muster", "all.json", "--as", "list:"],
        &["table", "w.muster", "drop", "x"],
        &["import", "w.muster", "all.json", "all.json", "--dry-run"],
    ];
    for wrong in wrong {
        assert_eq!(folder.run(wrong).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn segments_are_saved_listed_renamed_and_keep_their_versions() {
    let folder = Folder::new();
    folder.ok(&["new", "w.muster"]);
    let segment = |n: u32| format!(r#"{{"muster":1,"name":"Heavy","where":{{"kind":"event","event":"x","op":"gt","value":{n}}}}}"#);
    folder.file("s.json", &segment(1));
    assert_eq!(folder.json(&["segment", "w.muster", "save", "s.json"]), json!({"name": "Heavy", "version": 1}));
    assert_eq!(folder.json(&["segment", "w.muster", "save", "s.json"])["version"], 1);
    folder.file("s.json", &segment(2));
    assert_eq!(folder.json(&["segment", "w.muster", "save", "s.json"])["version"], 2);
    folder.ok(&["segment", "w.muster", "rename", "Heavy", "Heavier"]);
    assert!(folder.refused(&["segment", "w.muster", "show", "Heavy"]).contains("Heavy"));
    let shown = folder.json(&["segment", "w.muster", "show", "Heavier"]);
    assert_eq!((&shown["muster"], &shown["name"], &shown["where"]["value"]), (&json!(1), &json!("Heavier"), &json!(2)));
    let history = folder.json(&["segment", "w.muster", "history", "Heavier"]);
    assert_eq!(
        history.as_array().unwrap().iter().map(|v| v["definition"]["where"]["value"].clone()).collect::<Vec<_>>(),
        [json!(1), json!(2)]
    );
    let stock = stock_sqlite(&folder.path("w.muster"), "SELECT name, json_extract(definition, '$.where.value') FROM segments");
    assert_eq!(stock, ["Heavier|2"]);
    folder.ok(&["segment", "w.muster", "delete", "Heavier"]);
    assert_eq!(folder.json(&["segment", "w.muster", "list"]), json!([]));
}

#[test]
fn a_kill_in_the_middle_of_an_import_leaves_the_workspace_as_it_was() {
    let folder = Folder::new();
    folder.ok(&["demo", "w.muster", "--users", "100", "--now", NOW]);
    let ask = "SELECT count(*) FROM events; SELECT count(*) FROM users; SELECT count(*) FROM user_property_history;";
    let before = stock_sqlite(&folder.path("w.muster"), ask);
    // The program reads from a pipe that never ends: it is in the middle for certain when it is killed.
    let pipe = folder.path("events.ndjson");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut child = Command::new(env!("CARGO_BIN_EXE_muster-cli"))
        .args(["import", "w.muster", "events.ndjson", "--as", "events", "--format", "ndjson"])
        .current_dir(folder.0.path())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut feed = std::fs::OpenOptions::new().write(true).open(&pipe);
    if let Ok(feed) = &mut feed {
        for i in 0..40_000u32 {
            let line = format!("{{\"user_id\":\"k{i}\",\"event_name\":\"x\",\"timestamp\":\"2026-06-01T00:00:00Z\"}}\n");
            if feed.write_all(line.as_bytes()).is_err() {
                break;
            }
        }
        child.kill().unwrap();
    }
    child.wait().unwrap();
    assert_eq!(folder.ok(&["check", "w.muster"]).trim(), "the workspace is whole");
    assert_eq!(stock_sqlite(&folder.path("w.muster"), ask), before);
}

#[test]
fn nothing_is_written_over_the_workspace_or_what_is_imported() {
    let folder = Folder::new();
    folder.ok(&["demo", "w.muster", "--users", "20", "--now", NOW]);
    folder.file("all.json", r#"{"kind":"all","of":[]}"#);
    folder.file("u.csv", "user_id,plan\na,free\n,free\n");
    std::os::unix::fs::symlink(folder.path("w.muster"), folder.path("link.csv")).unwrap();
    for target in ["w.muster", "link.csv"] {
        assert!(
            folder.refused(&["export", "w.muster", "--rule", "all.json", "--out", target]).contains("the workspace itself"),
            "{target}"
        );
        assert!(folder.refused(&["import", "w.muster", "u.csv", "--rejects", target]).contains("the workspace itself"), "{target}");
    }
    assert!(folder.refused(&["import", "w.muster", "u.csv", "--rejects", "u.csv"]).contains("the file that is imported"));
    assert_eq!(folder.json(&["count", "w.muster", "--rule", "all.json"])["count"], 20);
}

#[test]
fn of_several_files_those_before_a_bad_one_stay_and_are_reported() {
    let folder = Folder::new();
    folder.ok(&["new", "w.muster"]);
    folder.file("a.csv", "user_id,plan\na,free\n,free\n");
    let done = folder.run(&["import", "w.muster", "a.csv", "nowhere.csv", "--json", "--rejects", "r.csv"]);
    assert_eq!(done.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!((&report["added"], &report["rejects"][0]["file"]), (&json!(1), &json!("a.csv")));
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(said.contains("nowhere.csv") && said.contains("imported: a.csv"), "{said}");
    assert!(folder.path("r.csv").is_file());
}
