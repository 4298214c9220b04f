//! What Harborlight sells, writes and holds.

/// Something that can be bought.
#[derive(Debug)]
pub(crate) struct Product {
    /// Its id in events.
    pub(crate) id: &'static str,
    /// What people call it.
    pub(crate) name: &'static str,
    /// Its page.
    pub(crate) url: &'static str,
    /// Hundredths a month; of things bought once, their price.
    pub(crate) monthly: i64,
    /// Hundredths a year.
    pub(crate) yearly: i64,
}

/// A plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plan {
    Plus,
    Family,
    Business,
}

static PLUS: Product = Product { id: "plus", name: "Harborlight Plus", url: "/pricing", monthly: 299, yearly: 2990 };
static FAMILY: Product = Product { id: "family", name: "Harborlight Family", url: "/pricing", monthly: 499, yearly: 4990 };
static BUSINESS: Product = Product { id: "business", name: "Harborlight Business", url: "/pricing", monthly: 699, yearly: 6990 };

impl Plan {
    /// As the property `plan` and the account type say it.
    pub(crate) fn id(self) -> &'static str {
        self.product().id
    }

    pub(crate) fn product(self) -> &'static Product {
        match self {
            Plan::Plus => &PLUS,
            Plan::Family => &FAMILY,
            Plan::Business => &BUSINESS,
        }
    }
}

/// The add-on of "A but never B" that is bought.
pub(crate) const BOUGHT: &str = "vpn";
/// The add-on of "A but never B" that is never looked at.
pub(crate) const OVERLOOKED: &str = "identity_watch";
/// Its page.
pub(crate) const OVERLOOKED_URL: &str = "/add-ons/identity-watch";

/// The private VPN.
pub(crate) static VPN: Product = Product { id: BOUGHT, name: "Private VPN", url: "/add-ons/vpn", monthly: 399, yearly: 3990 };
static IDENTITY: Product = Product { id: OVERLOOKED, name: "Identity Watch", url: OVERLOOKED_URL, monthly: 249, yearly: 2490 };
static PARENTAL: Product =
    Product { id: "parental_controls", name: "Parental Controls", url: "/add-ons/parental-controls", monthly: 199, yearly: 1990 };
static BACKUP: Product = Product { id: "cloud_backup", name: "Cloud Backup", url: "/add-ons/cloud-backup", monthly: 349, yearly: 3490 };
static DARK_WEB: Product =
    Product { id: "dark_web_monitor", name: "Dark Web Monitor", url: "/add-ons/dark-web-monitor", monthly: 179, yearly: 1790 };
static KEY: Product = Product { id: "security_key", name: "Security Key", url: "/add-ons/security-key", monthly: 3490, yearly: 3490 };

/// Every add-on, by how often it is looked at.
pub(crate) static ADD_ONS: [(u32, &Product); 6] = [(30, &VPN), (22, &IDENTITY), (14, &PARENTAL), (12, &BACKUP), (14, &DARK_WEB), (8, &KEY)];

/// Pages other than those of products, by how often they are read.
pub(crate) static PAGES: [(u32, &str); 14] = [
    (20, "/"),
    (16, "/vault"),
    (12, "/account"),
    (9, "/features"),
    (4, "/features/password-manager"),
    (3, "/features/breach-alerts"),
    (8, "/blog/passkeys-explained"),
    (6, "/blog/who-can-see-your-passwords"),
    (5, "/blog/safe-wifi-on-holiday"),
    (4, "/blog/phishing-in-the-family-chat"),
    (4, "/help/reset-master-password"),
    (3, "/help/share-a-vault"),
    (3, "/help/move-from-another-manager"),
    (2, "/about"),
];

/// Where readers come from.
pub(crate) static REFERRERS: [(u32, Option<&str>); 5] = [
    (48, None),
    (26, Some("https://search.example.com/")),
    (14, Some("https://mail.example.net/newsletter")),
    (7, Some("https://news.example.org/technology")),
    (5, Some("https://forum.example.org/t/password-managers")),
];

/// Kinds of reports, with the sections each has.
pub(crate) static REPORTS: [(u32, (&str, &[&str])); 5] = [
    (34, ("password_health", &["weak", "reused", "old"])),
    (24, ("breach_summary", &["accounts", "advice"])),
    (18, ("device_inventory", &["devices"])),
    (14, ("family_activity", &["members", "sharing", "screen_time"])),
    (10, ("vpn_usage", &["traffic", "countries"])),
];

/// What webinars are about, in turn.
pub(crate) static WEBINARS: [&str; 6] = [
    "Passkeys for the whole family",
    "Spot a phish in ten seconds",
    "Your first week with Harborlight",
    "Safe travels: VPN and public Wi-Fi",
    "Online safety for teenagers",
    "Passwords at work",
];

/// Newsletters, in turn: what they are called, and about which topic.
pub(crate) static NEWSLETTERS: [(&str, &str); 8] = [
    ("Security round-up of the month", "security_news"),
    ("Who can see your passwords?", "tips"),
    ("What is new in Harborlight", "product_updates"),
    ("Talking to children about passwords", "family_safety"),
    ("The largest leaks of the season", "security_news"),
    ("Five settings to change today", "tips"),
    ("Two-step login, now simpler", "product_updates"),
    ("A family vault, one year on", "family_safety"),
];

/// Topics of newsletters that people can choose.
pub(crate) static TOPICS: [&str; 5] = ["security_news", "tips", "product_updates", "family_safety", "offers"];

/// What people ask support about.
pub(crate) static QUESTIONS: [(u32, &str); 6] =
    [(26, "billing"), (22, "login"), (18, "sharing"), (14, "import"), (12, "vpn_speed"), (8, "cancellation")];

/// Where addresses leak from.
pub(crate) static LEAKS: [&str; 6] = ["a shop", "a forum", "a game", "a travel site", "a social network", "a fitness app"];

/// Where people heard of Harborlight.
pub(crate) static SOURCES: [(u32, &str); 6] =
    [(30, "organic_search"), (22, "referral"), (16, "app_store"), (14, "paid_social"), (10, "blog"), (8, "partner")];

/// What businesses do.
pub(crate) static INDUSTRIES: [(u32, &str); 9] = [
    (18, "software"),
    (16, "retail"),
    (13, "health"),
    (12, "education"),
    (11, "consulting"),
    (10, "construction"),
    (8, "hospitality"),
    (7, "media"),
    (5, "non-profit"),
];
