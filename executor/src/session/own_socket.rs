//! What a PostgreSQL server says of the two ends of its connection -> whether that is one of this process's
//! own sockets: then nothing stands in between that could hand statements to other server connections.
//! Where the system does not say it, or addresses are translated on the way, it cannot be told. It knows
//! nothing of poolers.

use super::Row;
use std::collections::BTreeSet;
use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The server's process and the ends of its connection: client's address and port, server's address and port.
pub(super) const ENDS: &str = "SELECT pg_catalog.pg_backend_pid(), \
     pg_catalog.host(pg_catalog.inet_client_addr()), pg_catalog.inet_client_port(), \
     pg_catalog.host(pg_catalog.inet_server_addr()), pg_catalog.inet_server_port()";

/// Whether the answer to [`ENDS`] is about a socket of this process. A socket of the file system has no
/// ends to compare.
pub(super) fn is_own(answer: &Row) -> bool {
    let end = |at: usize| -> Option<SocketAddr> {
        let address: IpAddr = answer.text(at)?.parse().ok()?;
        Some(SocketAddr::new(address.to_canonical(), u16::try_from(answer.integer(at + 1)?).ok()?))
    };
    let (Some(client), Some(server)) = (end(1), end(3)) else { return false };
    let own = own_sockets();
    ["/proc/self/net/tcp", "/proc/self/net/tcp6"].into_iter().any(|table| {
        let text = fs::read_to_string(table).unwrap_or_default();
        let mut sockets = text.lines().skip(1).filter_map(socket);
        sockets.any(|(ends, inode)| ends == (client, server) && own.contains(inode))
    })
}

/// The inodes of the sockets that this process has open.
fn own_sockets() -> BTreeSet<String> {
    let open = fs::read_dir("/proc/self/fd").into_iter().flatten().flatten();
    let links = open.filter_map(|entry| fs::read_link(entry.path()).ok());
    let inode = |link: std::path::PathBuf| {
        let inode = link.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?;
        Some(inode.to_owned())
    };
    links.filter_map(inode).collect()
}

/// A line of the system's table: the local end and the other one, and the inode.
/// <https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html>
fn socket(line: &str) -> Option<((SocketAddr, SocketAddr), &str)> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let ends = (end(fields.get(1)?)?, end(fields.get(2)?)?);
    Some((ends, fields.get(9)?))
}

/// `0100007F:1538` is 127.0.0.1:5432 where numbers begin with their lowest byte.
fn end(text: &str) -> Option<SocketAddr> {
    let (address, port) = text.split_once(':')?;
    let words: Option<Vec<[u8; 4]>> = (0..address.len() / 8)
        .map(|at| {
            let word = u32::from_str_radix(address.get(at * 8..at * 8 + 8)?, 16).ok()?;
            Some(word.to_ne_bytes())
        })
        .collect();
    let bytes = words?.concat();
    let address = match bytes.len() {
        4 => IpAddr::V4(Ipv4Addr::from(<[u8; 4]>::try_from(bytes).ok()?)),
        16 => IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(bytes).ok()?)),
        _ => return None,
    };
    Some(SocketAddr::new(address.to_canonical(), u16::from_str_radix(port, 16).ok()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use serde_json::Value;
    use std::io;
    use std::net::{TcpListener, TcpStream};

    fn answer(client: SocketAddr, server: SocketAddr) -> Row {
        let text = |text: String| Value::String(text);
        Row::from_json(vec![
            text("1".to_owned()),
            text(client.ip().to_string()),
            text(client.port().to_string()),
            text(server.ip().to_string()),
            text(server.port().to_string()),
        ])
    }

    fn connected(address: &str) -> io::Result<(TcpListener, TcpStream)> {
        let listener = TcpListener::bind((address, 0))?;
        let stream = TcpStream::connect(listener.local_addr()?)?;
        Ok((listener, stream))
    }

    #[test]
    fn socket_of_this_process_is_its_own_and_no_other_is() {
        let (_listener, stream) = connected("127.0.0.1").unwrap();
        let (client, server) = (stream.local_addr().unwrap(), stream.peer_addr().unwrap());
        assert!(is_own(&answer(client, server)));
        let elsewhere = SocketAddr::new(server.ip(), server.port() ^ 1);
        assert!(!is_own(&answer(client, elsewhere)));
        drop(stream);
        assert!(!is_own(&answer(client, server)));
    }

    #[test]
    fn server_on_a_socket_of_the_file_system_says_nothing_of_its_ends() {
        assert!(!is_own(&Row::from_json(vec![Value::from(1), Value::Null, Value::Null])));
    }

    #[test]
    fn ends_are_read_in_both_lengths() {
        let four = u32::from_ne_bytes([127, 0, 0, 1]);
        assert_eq!(end(&format!("{four:08X}:1538")), Some("127.0.0.1:5432".parse().unwrap()));
        let last = u32::from_ne_bytes([0, 0, 0, 1]);
        let six = format!("{}{last:08X}:1538", "0".repeat(24));
        assert_eq!(end(&six), Some("[::1]:5432".parse().unwrap()));
        assert_eq!(end("no end"), None);
    }
}
