//! What the rows of a file are, and what each of its columns means.

use std::fmt;

/// What the rows of a file are.
///
/// In every kind identity columns (`user_id`, `email`, `event_name` …) stay text: a JSON number or boolean there is its text form,
/// of a whole number every digit, so that no two people with long numbers become one. Of two equal keys of a JSON object the
/// last counts. `null` and empty cells say nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One row a person. Every further column or key is a property of the person.
    Users,
    /// One row a thing that happened. Its properties are the object in `properties`, and every further column or key; where both
    /// have a name, `properties` wins, unless it says `null` there. An `event_id` that is an empty text is none: it tells no two
    /// events apart.
    Events,
    /// One row a property of a person, with its history. Only an explicit `null` (CSV: an empty cell) removes a value. A further
    /// column refuses the file, a further key that says something rejects its row: there is no place to keep it.
    Properties,
    /// One row a consent given or withdrawn. Further columns and keys as with properties.
    Consent,
    /// One row a person on a list, by `user_id`; by `email` where there is none. Never guessed. What else a row says about the person
    /// does not matter to the list, and is left out.
    List,
}

/// What a column means in a file of some kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The person's id.
    UserId,
    /// The person's e-mail address.
    Email,
    /// The person's name.
    Name,
    /// When the account was made.
    CreatedAt,
    /// The account's type.
    AccountType,
    /// A property of the person.
    UserProperty,
    /// The event's own id.
    EventId,
    /// What happened.
    EventName,
    /// When it happened.
    Timestamp,
    /// A JSON object of event properties.
    Properties,
    /// One property of the event.
    EventProperty,
    /// Which property.
    PropertyName,
    /// The property's value.
    PropertyValue,
    /// What a consent is for.
    Purpose,
    /// Whether it was given.
    State,
    /// Since when it holds.
    UpdatedAt,
    /// Nothing: the column is left out.
    Unused,
}

struct KindRow {
    kind: Kind,
    name: &'static str,
    /// Without these a file is not of this kind.
    needs: &'static [&'static str],
    columns: &'static [(&'static str, Role)],
    /// What every further column is; `None`: there may be none, as there is nowhere to keep it.
    further: Option<Role>,
}

/// The most particular first: a file is taken for the first kind that it fits.
const TABLE: [KindRow; 4] = [
    KindRow {
        kind: Kind::Events,
        name: "events",
        needs: &["user_id", "event_name", "timestamp"],
        columns: &[
            ("user_id", Role::UserId),
            ("event_name", Role::EventName),
            ("timestamp", Role::Timestamp),
            ("event_id", Role::EventId),
            ("properties", Role::Properties),
        ],
        further: Some(Role::EventProperty),
    },
    KindRow {
        kind: Kind::Properties,
        name: "properties",
        needs: &["user_id", "property_name", "property_value"],
        columns: &[
            ("user_id", Role::UserId),
            ("property_name", Role::PropertyName),
            ("property_value", Role::PropertyValue),
            ("updated_at", Role::UpdatedAt),
        ],
        further: None,
    },
    KindRow {
        kind: Kind::Consent,
        name: "consent",
        needs: &["user_id", "purpose", "state"],
        columns: &[("user_id", Role::UserId), ("purpose", Role::Purpose), ("state", Role::State), ("updated_at", Role::UpdatedAt)],
        further: None,
    },
    KindRow {
        kind: Kind::Users,
        name: "users",
        needs: &["user_id"],
        columns: &[
            ("user_id", Role::UserId),
            ("email", Role::Email),
            ("name", Role::Name),
            ("created_at", Role::CreatedAt),
            ("account_type", Role::AccountType),
        ],
        further: Some(Role::UserProperty),
    },
];

/// Not among those that a file is taken for by its columns.
const LIST: KindRow = KindRow {
    kind: Kind::List,
    name: "list",
    needs: &[],
    columns: &[("user_id", Role::UserId), ("email", Role::Email)],
    further: Some(Role::Unused),
};

impl Kind {
    /// Every kind that a file is taken for by its columns, the most particular first.
    pub fn all() -> impl Iterator<Item = Kind> {
        TABLE.iter().map(|row| row.kind)
    }

    fn row(self) -> &'static KindRow {
        match self {
            Kind::Events => &TABLE[0],
            Kind::Properties => &TABLE[1],
            Kind::Consent => &TABLE[2],
            Kind::Users => &TABLE[3],
            Kind::List => &LIST,
        }
    }

    /// Its name on the command line: `users`, `events`, `properties`, `consent`; `list`, which the list's own name follows there.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The kind of that name, but for lists.
    pub fn parse(name: &str) -> Option<Kind> {
        TABLE.iter().find(|row| row.name == name).map(|row| row.kind)
    }

    /// The columns without which a file is not of this kind.
    pub fn needs(self) -> &'static [&'static str] {
        self.row().needs
    }

    /// What a column means here; `None` where a file of this kind can have no such column.
    pub fn role(self, column: &str) -> Option<Role> {
        let row = self.row();
        row.columns.iter().find(|(name, _)| *name == column).map(|(_, role)| *role).or(row.further)
    }

    /// The kind's own columns, in words: `user_id, purpose, state, updated_at`.
    pub(crate) fn columns(self) -> String {
        self.row().columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    /// Whether a file with these columns can be of this kind.
    pub(crate) fn fits<'a>(self, columns: impl Iterator<Item = &'a str> + Clone) -> bool {
        self.needs().iter().all(|needed| columns.clone().any(|name| name == *needed))
            && columns.clone().all(|name| self.role(name).is_some())
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Whether any kind knows a column by this name.
pub(crate) fn is_known(column: &str) -> bool {
    TABLE.iter().any(|row| row.columns.iter().any(|(name, _)| *name == column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_finds_its_own_row() {
        assert_eq!(Kind::List.row().kind, Kind::List);
        for row in &TABLE {
            assert_eq!(row.kind.name(), row.name);
            assert_eq!(Kind::parse(row.name), Some(row.kind));
            for needed in row.needs {
                assert!(row.columns.iter().any(|(name, _)| name == needed), "{needed}");
            }
        }
        assert_eq!(Kind::parse("list:vip"), None);
    }

    #[test]
    fn a_column_means_what_its_kind_says() {
        for (kind, column, want) in [
            (Kind::Users, "email", Some(Role::Email)),
            (Kind::Users, "plan", Some(Role::UserProperty)),
            (Kind::Users, "timestamp", Some(Role::UserProperty)),
            (Kind::Events, "email", Some(Role::EventProperty)),
            (Kind::Events, "properties", Some(Role::Properties)),
            (Kind::Properties, "updated_at", Some(Role::UpdatedAt)),
            (Kind::Properties, "note", None),
            (Kind::Consent, "state", Some(Role::State)),
            (Kind::Consent, "email", None),
            (Kind::List, "email", Some(Role::Email)),
            (Kind::List, "note", Some(Role::Unused)),
        ] {
            assert_eq!(kind.role(column), want, "{kind} {column}");
        }
    }

    #[test]
    fn what_a_file_can_be() {
        for (columns, want) in [
            (&["user_id", "plan"][..], &[Kind::Users][..]),
            (&["timestamp", "user_id", "event_name", "url"], &[Kind::Events, Kind::Users]),
            (&["user_id", "property_name", "property_value"], &[Kind::Properties, Kind::Users]),
            (&["user_id", "property_name", "property_value", "note"], &[Kind::Users]),
            (&["user_id", "purpose", "state", "updated_at"], &[Kind::Consent, Kind::Users]),
            (&["customer"], &[]),
        ] {
            let found: Vec<Kind> = Kind::all().filter(|kind| kind.fits(columns.iter().copied())).collect();
            assert_eq!(found, want, "{columns:?}");
        }
    }
}
