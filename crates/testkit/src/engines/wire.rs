//! As much of PostgreSQL's protocol (version 3) as simple queries over a trusted socket need.

use std::io::{BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;

/// A connection.
pub(crate) struct Connection {
    stream: BufReader<UnixStream>,
}

impl Connection {
    /// Connects to the server whose socket is in a folder, as its superuser.
    pub(crate) fn open(folder: &Path) -> Result<Connection, String> {
        let stream = UnixStream::connect(folder.join(".s.PGSQL.5432")).map_err(|why| format!("PostgreSQL: {why}"))?;
        let mut connection = Connection { stream: BufReader::new(stream) };
        let mut hello = 196_608_u32.to_be_bytes().to_vec();
        for word in ["user", "muster", "database", "postgres", "client_encoding", "UTF8"] {
            hello.extend_from_slice(word.as_bytes());
            hello.push(0);
        }
        hello.push(0);
        connection.write(&[], &hello)?;
        connection.answer()?;
        Ok(connection)
    }

    /// Runs what may be several statements: the first column's texts, or the server's word against it.
    pub(crate) fn query(&mut self, sql: &str) -> Result<Vec<String>, String> {
        let mut body = sql.as_bytes().to_vec();
        body.push(0);
        self.write(b"Q", &body)?;
        self.answer()
    }

    fn write(&mut self, kind: &[u8], body: &[u8]) -> Result<(), String> {
        let length = u32::try_from(body.len() + 4).map_err(|_| "a statement of more than 4 GB")?;
        let message = [kind, &length.to_be_bytes(), body].concat();
        self.stream.get_mut().write_all(&message).map_err(|why| format!("PostgreSQL has ended: {why}"))
    }

    /// Everything up to the server's being ready for the next.
    fn answer(&mut self) -> Result<Vec<String>, String> {
        let mut rows = Vec::new();
        let mut failed = None;
        loop {
            let (kind, body) = self.message().map_err(|why| format!("PostgreSQL has ended: {why}; it said {failed:?}"))?;
            match kind {
                b'D' => rows.push(first_column(&body).ok_or("a row that is none")?),
                b'E' => failed = failed.or_else(|| Some(said(&body))),
                b'Z' => return failed.map_or(Ok(rows), Err),
                _ => {}
            }
        }
    }

    fn message(&mut self) -> std::io::Result<(u8, Vec<u8>)> {
        let mut head = [0; 5];
        self.stream.read_exact(&mut head)?;
        let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]) as usize;
        let mut body = vec![0; length.saturating_sub(4)];
        self.stream.read_exact(&mut body)?;
        Ok((head[0], body))
    }
}

/// The first column of a row; NULL as the text NULL.
fn first_column(body: &[u8]) -> Option<String> {
    let length = i32::from_be_bytes(body.get(2..6)?.try_into().ok()?);
    match usize::try_from(length) {
        Ok(length) => Some(String::from_utf8_lossy(body.get(6..6 + length)?).into_owned()),
        Err(_) => Some("NULL".to_owned()),
    }
}

/// What an error says: its message, detail, and the place in the statement.
fn said(body: &[u8]) -> String {
    let fields: Vec<String> = body.split(|byte| *byte == 0).map(|field| String::from_utf8_lossy(field).into_owned()).collect();
    let field = |kind: char| fields.iter().find_map(|field| field.strip_prefix(kind));
    let parts = [field('M'), field('D'), field('H'), field('P')];
    parts.into_iter().flatten().collect::<Vec<&str>>().join("; ")
}
