//! The edited tree: a rule as it is written, checked for what needs no clock and no data.

use crate::plan::{EventColumn, Scalar, UserColumn};
use crate::window::{Time, Window};

/// A condition of the rule language. Which kinds may stand where is settled by [`crate::parse`].
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Every one holds.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// At least `n` hold.
    AtLeast {
        /// From 1 to the number of parts.
        n: u32,
        /// The parts.
        of: Vec<Condition>,
    },
    /// A column of a user.
    UserField {
        /// Which.
        column: UserColumn,
        /// What it must pass.
        test: TestSpec,
    },
    /// A column of an event.
    EventField {
        /// Which.
        column: EventColumn,
        /// What it must pass.
        test: TestSpec,
    },
    /// A flexible attribute of a user or an event.
    Property {
        /// Its name, dotted where nested.
        property: String,
        /// What it must pass.
        test: TestSpec,
    },
    /// What a user did.
    Event(EventCondition),
}

/// What a user did, how often.
#[derive(Debug, Clone, PartialEq)]
pub struct EventCondition {
    /// Which events.
    pub event: EventSelector,
    /// Only those that satisfy it.
    pub filter: Option<Box<Condition>>,
    /// Only those in it; `None`: all time.
    pub window: Option<Window>,
    /// What is measured over them.
    pub measure: MeasureSpec,
    /// What the measure must pass; the default is `gte` 1.
    pub test: TestSpec,
}

/// Events by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventSelector {
    /// `"*"`
    Every,
    /// One, or any of several.
    Named(Vec<String>),
}

/// A measure over matching events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeasureSpec {
    /// How many.
    Count,
}

/// An op with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct TestSpec {
    /// The op.
    pub op: Op,
    /// Its value; its shape is the op's.
    pub value: Operand,
}

/// The value of a test.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// Of `is_set`, `is_not_set`.
    None,
    /// Of `is`, `in` and their negatives; one for `is`.
    Scalars(Vec<Scalar>),
    /// Of `contains`, `starts_with`, `ends_with`, `matches` and their negatives.
    Text(String),
    /// Of `gt`, `gte`, `lt`, `lte`.
    Number(f64),
    /// Of `between`.
    Range(f64, f64),
    /// Of `before`, `after`.
    Time(Time),
    /// Of `during`, `not_during`, `anniversary`.
    Window(Window),
}

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
