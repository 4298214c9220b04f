//! Ops of tests, and what value each takes.

/// What the value of an op must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperandShape {
    /// None at all.
    Nothing,
    /// A text, number or boolean.
    Scalar,
    /// A list of them, not empty.
    Scalars,
    /// A text.
    Text,
    /// A regular expression.
    Pattern,
    /// A number.
    Number,
    /// Two numbers, the lower first.
    Range,
    /// A TIME.
    Time,
    /// A WINDOW.
    Window,
    /// A WINDOW that is `last`, `next` or `calendar`.
    BoundedWindow,
}

macro_rules! ops {
    ($($(#[$doc:meta])* $op:ident $name:literal $shape:ident $negated:literal;)*) => {
        /// Ops of a test.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Op { $($(#[$doc])* $op),* }

        impl Op {
            /// Every op with its name.
            pub const ALL: &'static [(&'static str, Op)] = &[$(($name, Op::$op)),*];

            /// As the rule language names it.
            pub fn name(self) -> &'static str {
                match self { $(Op::$op => $name),* }
            }

            /// What its value must be.
            pub fn shape(self) -> OperandShape {
                match self { $(Op::$op => OperandShape::$shape),* }
            }

            /// Whether it passes exactly when its positive does not.
            pub fn is_negative(self) -> bool {
                match self { $(Op::$op => $negated),* }
            }
        }
    };
}

ops! {
    /// Equals.
    Is "is" Scalar false;
    /// Equals one of several.
    In "in" Scalars false;
    /// Has the text in it.
    Contains "contains" Text false;
    /// Begins with the text.
    StartsWith "starts_with" Text false;
    /// Ends with the text.
    EndsWith "ends_with" Text false;
    /// Has a match of the expression.
    Matches "matches" Pattern false;
    /// More than.
    Gt "gt" Number false;
    /// At least.
    Gte "gte" Number false;
    /// Less than.
    Lt "lt" Number false;
    /// At most.
    Lte "lte" Number false;
    /// Both ends included.
    Between "between" Range false;
    /// Earlier than.
    Before "before" Time false;
    /// Later than.
    After "after" Time false;
    /// The time lies in it.
    During "during" Window false;
    /// The date recurs in it.
    Anniversary "anniversary" BoundedWindow false;
    /// There is a value.
    IsSet "is_set" Nothing false;
    /// Not `is`.
    IsNot "is_not" Scalar true;
    /// Not `in`.
    NotIn "not_in" Scalars true;
    /// Not `contains`.
    NotContains "not_contains" Text true;
    /// Not `matches`.
    NotMatches "not_matches" Pattern true;
    /// Not `during`.
    NotDuring "not_during" Window true;
    /// There is no value.
    IsNotSet "is_not_set" Nothing true;
}
