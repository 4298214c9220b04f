//! Countries and the names people have there.

/// A country of Harborlight's customers.
#[derive(Debug)]
pub(crate) struct Country {
    /// Its English name.
    pub(crate) name: &'static str,
    /// Its two letters, which its regions' ids begin with.
    pub(crate) code: &'static str,
    /// Of 40 households, how many live there.
    pub(crate) weight: u32,
    /// What most people there speak.
    pub(crate) language: &'static str,
    /// Hours ahead of UTC.
    pub(crate) ahead: i64,
    /// What they pay in.
    pub(crate) currency: &'static str,
    /// First names of women.
    pub(crate) women: [&'static str; FIRST],
    /// First names of men.
    pub(crate) men: [&'static str; FIRST],
    /// Family names; no two countries share one.
    pub(crate) last: [&'static str; LAST],
}

/// How many first names of women, and of men, a country has.
pub(crate) const FIRST: usize = 24;
/// How many family names a country has.
pub(crate) const LAST: usize = 25;

/// All of them.
#[rustfmt::skip]
pub(crate) static COUNTRIES: [Country; 12] = [
    Country { name: "Germany", code: "DE", weight: 8, language: "de", ahead: 1, currency: "EUR",
        women: ["Anna", "Lena", "Katharina", "Julia", "Sabine", "Claudia", "Mia", "Johanna", "Franziska", "Birgit", "Heike", "Petra",
            "Charlotte", "Greta", "Ida", "Jana", "Kerstin", "Luisa", "Monika", "Nele", "Paula", "Renate", "Svenja", "Ursula"],
        men: ["Jonas", "Lukas", "Felix", "Maximilian", "Stefan", "Thomas", "Jürgen", "Andreas", "Björn", "Christoph", "Dieter", "Emil",
            "Florian", "Günter", "Hannes", "Jan", "Karsten", "Leon", "Matthias", "Niklas", "Oliver", "Paul", "Sebastian", "Uwe"],
        last: ["Weber", "Schneider", "Fischer", "Becker", "Hoffmann", "Schäfer", "Koch", "Bauer", "Richter", "Klein", "Wolf", "Schröder",
            "Neumann", "Zimmermann", "Krüger", "Hartmann", "Lange", "Krause", "Lehmann", "Köhler", "Maier", "Vogel", "Friedrich", "Günther", "Brandt"] },
    Country { name: "Netherlands", code: "NL", weight: 5, language: "nl", ahead: 1, currency: "EUR",
        women: ["Noor", "Sanne", "Lotte", "Fleur", "Femke", "Marieke", "Ilse", "Anouk", "Evi", "Roos", "Saskia", "Tess",
            "Willemijn", "Yara", "Lieke", "Maud", "Nienke", "Esmee", "Bregje", "Carlijn", "Elise", "Hanneke", "Jolanda", "Mirjam"],
        men: ["Daan", "Sem", "Bram", "Thijs", "Ruben", "Joost", "Maarten", "Pieter", "Wouter", "Koen", "Sander", "Jeroen",
            "Floris", "Gijs", "Hendrik", "Jelle", "Lars", "Milan", "Niels", "Rik", "Stijn", "Teun", "Willem", "Bas"],
        last: ["Bakker", "de Vries", "van Dijk", "Visser", "Smit", "Meijer", "Mulder", "Bos", "Vos", "Peters", "Hendriks", "van Leeuwen",
            "Dekker", "Brouwer", "de Wit", "Dijkstra", "Smits", "de Graaf", "van der Meer", "Kok", "Jacobs", "de Haan", "Vermeulen", "van den Berg", "Kuipers"] },
    Country { name: "France", code: "FR", weight: 5, language: "fr", ahead: 1, currency: "EUR",
        women: ["Camille", "Léa", "Manon", "Chloé", "Inès", "Sarah", "Juliette", "Louise", "Élodie", "Aurélie", "Margaux", "Océane",
            "Amandine", "Brigitte", "Capucine", "Delphine", "Émilie", "Françoise", "Hélène", "Jeanne", "Lucie", "Mathilde", "Nathalie", "Sylvie"],
        men: ["Hugo", "Louis", "Gabriel", "Raphaël", "Jules", "Arthur", "Théo", "Mathis", "Antoine", "Baptiste", "Clément", "Étienne",
            "François", "Guillaume", "Henri", "Julien", "Kévin", "Laurent", "Maxime", "Nicolas", "Olivier", "Philippe", "Rémi", "Sébastien"],
        last: ["Martin", "Bernard", "Dubois", "Moreau", "Laurent", "Lefebvre", "Michel", "Garnier", "Rousseau", "Vincent", "Fournier", "Morel",
            "Girard", "Mercier", "Dupont", "Lambert", "Bonnet", "Faure", "Blanc", "Guérin", "Boyer", "Chevalier", "Legrand", "Gauthier", "Perrin"] },
    Country { name: "Poland", code: "PL", weight: 4, language: "pl", ahead: 1, currency: "EUR",
        women: ["Marta", "Zofia", "Julia", "Maja", "Hanna", "Aleksandra", "Agnieszka", "Barbara", "Celina", "Dorota", "Ewa", "Grażyna",
            "Iwona", "Joanna", "Kinga", "Łucja", "Magdalena", "Natalia", "Oliwia", "Paulina", "Renata", "Sylwia", "Urszula", "Wiktoria"],
        men: ["Piotr", "Adam", "Jakub", "Szymon", "Kacper", "Bartosz", "Cezary", "Dawid", "Filip", "Grzegorz", "Hubert", "Igor",
            "Jarosław", "Krzysztof", "Łukasz", "Marcin", "Norbert", "Oskar", "Paweł", "Rafał", "Stanisław", "Tomasz", "Wojciech", "Zbigniew"],
        last: ["Nowak", "Kowalczyk", "Zieliński", "Woźniak", "Mazur", "Krawczyk", "Kaczmarek", "Zając", "Król", "Wieczorek", "Wróbel", "Dudek",
            "Stępień", "Pawlak", "Sikora", "Walczak", "Baran", "Michalak", "Szewczyk", "Pietrzak", "Duda", "Kubiak", "Kozłowicz", "Wilk", "Lis"] },
    Country { name: "Spain", code: "ES", weight: 4, language: "es", ahead: 1, currency: "EUR",
        women: ["Lucía", "Sofía", "Martina", "María", "Paula", "Alba", "Carmen", "Daniela", "Elena", "Nerea", "Rocío", "Pilar",
            "Ainhoa", "Beatriz", "Cristina", "Esther", "Inés", "Jimena", "Laura", "Marta", "Noelia", "Raquel", "Silvia", "Teresa"],
        men: ["Tomás", "Mateo", "Pablo", "Álvaro", "Diego", "Javier", "Sergio", "Alejandro", "Adrián", "Andrés", "Carlos", "Enrique",
            "Fernando", "Gonzalo", "Héctor", "Iván", "Joaquín", "Luis", "Manuel", "Nicolás", "Óscar", "Rafael", "Santiago", "Víctor"],
        last: ["Herrera", "García", "Fernández", "González", "Rodríguez", "Sánchez", "Gómez", "Jiménez", "Ruiz", "Hernández", "Muñoz", "Álvarez",
            "Romero", "Navarro", "Torres", "Domínguez", "Vázquez", "Ramos", "Serrano", "Molina", "Morales", "Ortega", "Delgado", "Castillo", "Iglesias"] },
    Country { name: "Italy", code: "IT", weight: 3, language: "it", ahead: 1, currency: "EUR",
        women: ["Chiara", "Giulia", "Aurora", "Alice", "Ginevra", "Beatrice", "Francesca", "Elisa", "Federica", "Giorgia", "Ilaria", "Laura",
            "Martina", "Noemi", "Paola", "Rachele", "Sara", "Silvia", "Valentina", "Viola", "Bianca", "Caterina", "Daniela", "Lucia"],
        men: ["Leonardo", "Francesco", "Lorenzo", "Alessandro", "Andrea", "Mattia", "Tommaso", "Davide", "Edoardo", "Fabio", "Giacomo", "Luca",
            "Marco", "Nicolò", "Paolo", "Riccardo", "Simone", "Stefano", "Vincenzo", "Antonio", "Daniele", "Emanuele", "Giovanni", "Pietro"],
        last: ["Moretti", "Rossi", "Russo", "Ferrari", "Esposito", "Bianchi", "Romano", "Colombo", "Ricci", "Greco", "Bruno", "Gallo",
            "Conti", "De Luca", "Mancini", "Costa", "Giordano", "Rizzo", "Lombardi", "Barbieri", "Fontana", "Santoro", "Mariani", "Rinaldi", "Caruso"] },
    Country { name: "Sweden", code: "SE", weight: 2, language: "sv", ahead: 1, currency: "EUR",
        women: ["Elsa", "Maja", "Astrid", "Ebba", "Freja", "Ingrid", "Linnéa", "Saga", "Signe", "Wilma", "Åsa", "Karin",
            "Annika", "Birgitta", "Cecilia", "Elin", "Frida", "Gunilla", "Hedda", "Jenny", "Kerstin", "Lovisa", "Malin", "Sofia"],
        men: ["Oskar", "Elias", "Hugo", "Axel", "Viktor", "Anders", "Björn", "Erik", "Fredrik", "Gustav", "Henrik", "Johan",
            "Karl", "Lars", "Magnus", "Nils", "Olof", "Per", "Rasmus", "Sven", "Tobias", "Ulf", "Göran", "Mikael"],
        last: ["Lindqvist", "Andersson", "Johansson", "Karlsson", "Nilsson", "Eriksson", "Larsson", "Olsson", "Persson", "Svensson", "Gustafsson", "Pettersson",
            "Jonsson", "Lindberg", "Lindström", "Bergström", "Sandberg", "Sjöberg", "Wallin", "Engström", "Ekström", "Nyström", "Holm", "Åberg", "Björklund"] },
    Country { name: "United Kingdom", code: "GB", weight: 3, language: "en", ahead: 0, currency: "GBP",
        women: ["Olivia", "Amelia", "Isla", "Poppy", "Freya", "Imogen", "Georgina", "Harriet", "Beth", "Charlotte", "Daisy", "Eleanor",
            "Fiona", "Gemma", "Hazel", "Jessica", "Kate", "Lily", "Megan", "Niamh", "Philippa", "Rosie", "Sophie", "Tamsin"],
        men: ["Oliver", "George", "Harry", "Noah", "Alfie", "Archie", "Callum", "Duncan", "Edward", "Freddie", "Graham", "Hamish",
            "Isaac", "Jack", "Kieran", "Lewis", "Nigel", "Owen", "Rory", "Simon", "Toby", "William", "Angus", "Barnaby"],
        last: ["Smith", "Jones", "Taylor", "Evans", "Thomas", "Roberts", "Walker", "Wright", "Hughes", "Edwards", "Green", "Hall",
            "Clarke", "Jackson", "Wood", "Turner", "Cooper", "Hill", "Ward", "Morris", "Bennett", "Ashworth", "Whitaker", "Pemberton", "Fairclough"] },
    Country { name: "United States", code: "US", weight: 3, language: "en", ahead: -5, currency: "USD",
        women: ["Emma", "Ava", "Harper", "Madison", "Abigail", "Brooke", "Caroline", "Destiny", "Emily", "Faith", "Grace", "Hailey",
            "Jasmine", "Kayla", "Lauren", "Morgan", "Nicole", "Peyton", "Riley", "Savannah", "Tiffany", "Vanessa", "Whitney", "Zoe"],
        men: ["Liam", "Mason", "Ethan", "Logan", "Aiden", "Brandon", "Caleb", "Dylan", "Evan", "Gavin", "Hunter", "Jayden",
            "Justin", "Kyle", "Landon", "Marcus", "Nathan", "Parker", "Ryan", "Scott", "Trevor", "Tyler", "Wesley", "Zachary"],
        last: ["Johnson", "Williams", "Brown", "Davis", "Miller", "Wilson", "Anderson", "Washington", "Harris", "Thompson", "Robinson", "Lewis",
            "Young", "Allen", "King", "Scott", "Nelson", "Carter", "Mitchell", "Parker", "Collins", "Reed", "Bailey", "Brooks", "Sullivan"] },
    Country { name: "Turkey", code: "TR", weight: 1, language: "tr", ahead: 3, currency: "EUR",
        women: ["Elif", "Zeynep", "Defne", "Asya", "Ayşe", "Fatma", "Emine", "Hatice", "Merve", "Büşra", "Ceren", "Derya",
            "Ebru", "Gamze", "Hülya", "İrem", "Leyla", "Melis", "Nazlı", "Özge", "Pınar", "Selin", "Tuğba", "Yasemin"],
        men: ["Yusuf", "Mehmet", "Mustafa", "Ahmet", "Ali", "Emre", "Burak", "Can", "Deniz", "Eren", "Furkan", "Gökhan",
            "Hakan", "İbrahim", "Kaan", "Levent", "Murat", "Onur", "Ömer", "Serkan", "Tolga", "Umut", "Volkan", "Barış"],
        last: ["Kaya", "Yılmaz", "Demir", "Şahin", "Çelik", "Yıldız", "Yıldırım", "Öztürk", "Aydın", "Özdemir", "Arslan", "Doğan",
            "Kılıç", "Aslan", "Çetin", "Kara", "Koç", "Kurt", "Özkan", "Şimşek", "Polat", "Korkmaz", "Erdoğmuş", "Güneş", "Aksoy"] },
    Country { name: "Brazil", code: "BR", weight: 1, language: "pt", ahead: -3, currency: "USD",
        women: ["Helena", "Alice", "Laura", "Valentina", "Manuela", "Isabela", "Beatriz", "Camila", "Débora", "Eduarda", "Fernanda", "Gabriela",
            "Juliana", "Larissa", "Letícia", "Luana", "Mariana", "Natália", "Patrícia", "Rafaela", "Renata", "Tatiana", "Vitória", "Yasmin"],
        men: ["Miguel", "Davi", "Bernardo", "Heitor", "Caio", "Danilo", "Eduardo", "Felipe", "Guilherme", "Henrique", "Igor", "João",
            "Leandro", "Lucas", "Marcelo", "Murilo", "Otávio", "Paulo", "Renan", "Rodrigo", "Samuel", "Thiago", "Vinícius", "Wagner"],
        last: ["Silva", "Santos", "Oliveira", "Souza", "Lima", "Pereira", "Ferreira", "Almeida", "Ribeiro", "Carvalho", "Gomes", "Martins",
            "Rocha", "Barbosa", "Araújo", "Cardoso", "Teixeira", "Correia", "Cavalcanti", "Monteiro", "Moura", "Freitas", "Nascimento", "Batista", "Nogueira"] },
    Country { name: "India", code: "IN", weight: 1, language: "en", ahead: 5, currency: "USD",
        women: ["Aanya", "Diya", "Saanvi", "Priya", "Ananya", "Kavya", "Meera", "Neha", "Pooja", "Riya", "Shreya", "Tanvi",
            "Aditi", "Bhavna", "Deepika", "Gauri", "Isha", "Jyoti", "Lakshmi", "Nisha", "Radha", "Sunita", "Usha", "Vidya"],
        men: ["Aarav", "Vihaan", "Arjun", "Rohan", "Aditya", "Amit", "Deepak", "Gaurav", "Harish", "Ishaan", "Karan", "Manish",
            "Nikhil", "Pranav", "Rahul", "Rajesh", "Sanjay", "Suresh", "Tarun", "Varun", "Vikram", "Yash", "Kabir", "Dev"],
        last: ["Sharma", "Patel", "Singh", "Kumar", "Gupta", "Verma", "Reddy", "Iyer", "Nair", "Joshi", "Mehta", "Chopra",
            "Desai", "Kapoor", "Malhotra", "Banerjee", "Chatterjee", "Das", "Ghosh", "Rao", "Menon", "Pillai", "Bhatt", "Agarwal", "Mishra"] },
];

/// A name as the part of an address before the `@`: small plain letters, other characters left out.
pub(crate) fn address(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            'a'..='z' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            'ä' | 'Ä' => out.push_str("ae"),
            'ö' | 'Ö' => out.push_str("oe"),
            'ü' | 'Ü' => out.push_str("ue"),
            'á' | 'Á' | 'à' | 'ã' | 'â' | 'å' | 'Å' => out.push('a'),
            'é' | 'É' | 'è' | 'ê' | 'ë' | 'ę' => out.push('e'),
            'í' | 'ì' | 'î' | 'ï' | 'ı' | 'İ' => out.push('i'),
            'ó' | 'Ó' | 'ò' | 'ô' | 'õ' => out.push('o'),
            'ú' | 'ù' => out.push('u'),
            'ç' | 'Ç' | 'ć' => out.push('c'),
            'ğ' => out.push('g'),
            'ł' | 'Ł' => out.push('l'),
            'ñ' | 'ń' => out.push('n'),
            'ş' | 'Ş' | 'ś' => out.push('s'),
            'ź' | 'ż' => out.push('z'),
            'ą' => out.push('a'),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_of_a_name_has_a_place_in_an_address() {
        for country in &COUNTRIES {
            for name in country.women.iter().chain(&country.men).chain(&country.last) {
                let letters = name.chars().filter(|c| c.is_alphabetic()).count();
                assert!(address(name).len() >= letters, "{name}");
            }
        }
    }

    #[test]
    fn a_name_has_one_place() {
        let mut last: Vec<String> = COUNTRIES.iter().flat_map(|country| country.last).map(address).collect();
        let all = last.len();
        last.sort();
        last.dedup();
        assert_eq!(last.len(), all);
        for country in &COUNTRIES {
            let mut first: Vec<String> = country.women.iter().chain(&country.men).map(|name| address(name)).collect();
            first.sort();
            first.dedup();
            assert_eq!(first.len(), 2 * FIRST, "{}", country.name);
        }
        assert_eq!(COUNTRIES.iter().map(|country| country.weight).sum::<u32>(), 40);
    }
}
