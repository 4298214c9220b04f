//! What Harborlight sells, writes and holds.

/// Something that can be bought.
#[derive(Debug)]
pub(crate) struct Product {
    /// Its id in events.
    pub(crate) id: &'static str,
    /// What people call it.
    pub(crate) name: &'static str,
    /// What it is one of.
    pub(crate) category: &'static str,
    /// Of the better kind.
    pub(crate) premium: bool,
    /// Its page.
    pub(crate) url: &'static str,
    /// Hundredths a month; of things bought once, their price.
    pub(crate) monthly: i64,
    /// Hundredths a year; of things bought once, their price.
    pub(crate) yearly: i64,
}

impl Product {
    /// Whether it is bought, not subscribed to.
    pub(crate) fn once(&self) -> bool {
        self.monthly == self.yearly
    }

    const fn plan(id: &'static str, name: &'static str, premium: bool, monthly: i64) -> Product {
        Product { id, name, category: "plan", premium, url: "/pricing", monthly, yearly: 10 * monthly }
    }

    const fn add_on(id: &'static str, name: &'static str, premium: bool, url: &'static str, monthly: i64) -> Product {
        Product { id, name, category: "add_on", premium, url, monthly, yearly: 10 * monthly }
    }

    const fn hardware(id: &'static str, name: &'static str, premium: bool, url: &'static str, price: i64) -> Product {
        Product { id, name, category: "hardware", premium, url, monthly: price, yearly: price }
    }

    const fn cover(id: &'static str, name: &'static str, premium: bool, monthly: i64) -> Product {
        Product { id, name, category: "insurance", premium, url: "/cover", monthly, yearly: 10 * monthly }
    }
}

/// A plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plan {
    Plus,
    Pro,
    Family,
    Business,
}

static PLUS: Product = Product::plan("plus", "Harborlight Plus", false, 299);
static PRO: Product = Product::plan("pro", "Harborlight Pro", true, 899);
static FAMILY: Product = Product::plan("family", "Harborlight Family", false, 499);
static BUSINESS: Product = Product::plan("business", "Harborlight Business", true, 699);

impl Plan {
    /// As the property `plan` and the account type say it.
    pub(crate) fn id(self) -> &'static str {
        self.product().id
    }

    pub(crate) fn product(self) -> &'static Product {
        match self {
            Plan::Plus => &PLUS,
            Plan::Pro => &PRO,
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
pub(crate) static VPN: Product = Product::add_on(BOUGHT, "Private VPN", false, "/add-ons/vpn", 399);
static IDENTITY: Product = Product::add_on(OVERLOOKED, "Identity Watch", true, OVERLOOKED_URL, 249);
static PARENTAL: Product = Product::add_on("parental_controls", "Parental Controls", false, "/add-ons/parental-controls", 199);
static BACKUP: Product = Product::add_on("cloud_backup", "Cloud Backup", false, "/add-ons/cloud-backup", 349);
static DARK_WEB: Product = Product::add_on("dark_web_monitor", "Dark Web Monitor", true, "/add-ons/dark-web-monitor", 179);
static KEY: Product = Product::hardware("security_key", "Security Key", false, "/add-ons/security-key", 3490);
static KEY_PAIR: Product = Product::hardware("security_key_pair", "Security Key Pair, Steel", true, "/shop/security-key-pair", 7900);
static ROUTER: Product = Product::hardware("travel_router", "Travel Router", true, "/shop/travel-router", 12_900);
static SCREEN: Product = Product::hardware("privacy_screen", "Privacy Screen", false, "/shop/privacy-screen", 2490);
static SAFE: Product = Product::hardware("home_safe", "Home Network Safe", true, "/shop/home-safe", 24_900);

/// Every add-on, by how often it is looked at.
pub(crate) static ADD_ONS: [(u32, &Product); 6] = [(30, &VPN), (22, &IDENTITY), (14, &PARENTAL), (12, &BACKUP), (14, &DARK_WEB), (8, &KEY)];

/// What people give each other, by how often.
pub(crate) static GIFTS: [(u32, &Product); 4] = [(24, &KEY), (30, &KEY_PAIR), (26, &ROUTER), (20, &SCREEN)];

/// Insurance against what happens online: the tier of a policy, what is sold, and by how often.
pub(crate) static COVERS: [(u32, (&str, &Product)); 3] =
    [(38, ("basic", &COVER_BASIC)), (32, ("standard", &COVER)), (30, ("premium", &COVER_PREMIUM))];
static COVER_BASIC: Product = Product::cover("cover_basic", "Harborlight Cover Basic", false, 390);
static COVER: Product = Product::cover("cover_standard", "Harborlight Cover", false, 790);
static COVER_PREMIUM: Product = Product::cover("cover_premium", "Harborlight Cover Premium", true, 1490);

/// Everything that is sold. The last is new: nobody has bought it yet.
pub(crate) static PRODUCTS: [&Product; 17] = [
    &PLUS,
    &PRO,
    &FAMILY,
    &BUSINESS,
    &VPN,
    &IDENTITY,
    &PARENTAL,
    &BACKUP,
    &DARK_WEB,
    &KEY,
    &KEY_PAIR,
    &ROUTER,
    &SCREEN,
    &COVER_BASIC,
    &COVER,
    &COVER_PREMIUM,
    &SAFE,
];

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
