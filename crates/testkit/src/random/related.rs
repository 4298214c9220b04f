//! Related rows.

use super::conditions::{condition, Place};
use super::operands::{put_count_test, put_test};
use super::reach::OPS;
use super::{Random, Row};
use serde_json::{json, Map, Value};

/// A condition on related rows, if any relation starts at this row and may still be walked.
pub(super) fn related(random: &mut Random, place: &Place) -> Option<Value> {
    if place.walks == 0 {
        return None;
    }
    let walks: Vec<_> = random.there.walks.iter().filter(|walk| walk.from == place.row).cloned().collect();
    if walks.is_empty() {
        return None;
    }
    let walk = random.pick(&walks);
    random.reached.insert(walk.shape);
    let depth = place.walked + 1;
    random.reach("related", &format!("depth {depth}"));
    let mut drawn = Map::from_iter([("kind".to_owned(), json!("related")), ("relation".to_owned(), json!(walk.name))]);
    // Who may still walk far does.
    if random.once_in(3) && place.walks < 3 {
        random.reach("related", "without where");
    } else {
        random.reach("related", "where");
        let family = if walk.to == Row::User { "kind of related user" } else { "kind of table row" };
        let inner = Place { row: walk.to, family, depth: random.pick(&[0, 0, 0, 1]), walks: place.walks - 1, walked: depth };
        let on = random.there.walks.iter().any(|next| next.from == inner.row);
        let filter = if on && inner.walks > 0 && random.once_in(2) {
            let inner = Place { depth: 0, ..inner };
            random.reach(family, "related");
            related(random, &inner).unwrap_or_else(|| json!({"kind": "all", "of": []}))
        } else {
            condition(random, &inner)
        };
        drawn.insert("where".to_owned(), filter);
    }
    match random.number(0..=7) {
        0 | 1 => {
            random.reach("related", "every");
            drawn.insert("every".to_owned(), json!(true));
        }
        2 => {
            random.reach("related", "not every");
            drawn.insert("every".to_owned(), json!(false));
        }
        3 | 4 => random.reach("related", "without test"),
        5 => {
            random.reach("related", "test");
            put_count_test(random, &mut drawn);
        }
        _ => {
            random.reach("related", "test");
            let op = random.pick_in_turn("related", &OPS);
            put_test(random, &mut drawn, "number of related rows", op, &[json!(0), json!(1), json!(1), json!(2), json!(3)]);
        }
    }
    Some(Value::Object(drawn))
}
