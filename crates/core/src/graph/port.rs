//! Ports as EXPOSE takes them. BuildKit: `convert_expose.go`.

use std::net::IpAddr;

use layerlab_syntax::buildkit_view::go_quote;

/// A port or a range of ports, split into its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PortParts<'a> {
    /// The address before the ports, empty if there is none.
    pub(crate) address: String,
    /// The port of the host, empty if there is none.
    pub(crate) host_port: &'a str,
    /// The port, or the range of ports, of the container.
    pub(crate) container_port: &'a str,
    /// The protocol as written; `tcp` if none is.
    pub(crate) protocol: &'a str,
}

/// Splits `[address:][port of the host:]port[/protocol]`.
///
/// # Errors
/// BuildKit's words if there is no port or the protocol is none.
pub(crate) fn split(written: &str) -> Result<PortParts<'_>, String> {
    let parts: Vec<&str> = written.split(':').collect();
    let (address, host_port, container) = match parts.as_slice() {
        [] => (String::new(), "", ""),
        [container] => (String::new(), "", *container),
        [host, container] => (String::new(), *host, *container),
        [address @ .., host, container] => (address.join(":"), *host, *container),
    };
    let (container_port, protocol) = container.split_once('/').unwrap_or((container, ""));
    let refuse = |reason: &str| Err(format!("invalid port: {}: {reason}", go_quote(written)));
    if container_port.is_empty() {
        return refuse("no port specified");
    }
    let protocol = match protocol.to_lowercase().as_str() {
        "" => "tcp",
        "tcp" | "udp" | "sctp" => protocol,
        _ => return refuse(&format!("invalid proto: {protocol}")),
    };
    Ok(PortParts {
        address,
        host_port,
        container_port,
        protocol,
    })
}

/// Whether the parts can be what they stand for.
///
/// # Errors
/// BuildKit's words for the first part that cannot.
pub(crate) fn check(parts: &PortParts<'_>) -> Result<(), String> {
    let mut address = parts.address.as_str();
    if address.starts_with('[') {
        address = without_brackets(address).map_err(|reason| {
            format!("invalid IP address {address}: address {address}:: {reason}")
        })?;
    }
    if !address.is_empty() && address.parse::<IpAddr>().is_err() {
        return Err(format!("invalid IP address: {address}"));
    }
    let container = read_range(parts.container_port)
        .ok_or_else(|| format!("invalid containerPort: {}", parts.container_port))?;
    if parts.host_port.is_empty() {
        return Ok(());
    }
    let host = read_range(parts.host_port)
        .ok_or_else(|| format!("invalid hostPort: {}", parts.host_port))?;
    let length = |(first, last): (u16, u16)| last.saturating_sub(first);
    if length(container) != length(host) && length(container) != 0 {
        return Err(format!(
            "invalid ranges specified for container and host Ports: {} and {}",
            parts.container_port, parts.host_port
        ));
    }
    Ok(())
}

/// The ports that a word exposes, ranges spread out: `9000-9001` gives `9000/tcp` and `9001/tcp`.
///
/// # Errors
/// BuildKit's words if it is none.
pub(crate) fn exposed(written: &str) -> Result<Vec<String>, String> {
    let parts = split(written)?;
    check(&parts)?;
    let protocol = parts.protocol.to_lowercase();
    let (first, last) = read_range(parts.container_port).unwrap_or_default();
    let ports = (first..=last).map(|port| format!("{port}/{protocol}"));
    Ok(ports.collect())
}

/// An IPv6 address without the brackets around it, or what Go's `net.SplitHostPort` says of it with a colon behind.
fn without_brackets(address: &str) -> Result<&str, &'static str> {
    let inner = address.strip_prefix('[').unwrap_or(address);
    let Some((inner, behind)) = inner.split_once(']') else {
        return Err("missing ']' in address");
    };
    if behind.starts_with(':') {
        Err("too many colons in address")
    } else if !behind.is_empty() {
        Err("missing port in address")
    } else if inner.contains('[') {
        Err("unexpected '[' in address")
    } else {
        Ok(inner)
    }
}

/// First and last port of `80` or `8000-8010`.
fn read_range(written: &str) -> Option<(u16, u16)> {
    // Signs are read as in Go.
    let read = |text: &str| -> Option<u16> { u16::try_from(text.parse::<i64>().ok()?).ok() };
    let (first, last) = written.split_once('-').unwrap_or((written, written));
    let start = read(first)?;
    if first == last {
        return Some((start, start));
    }
    let end = read(last)?;
    (start <= end).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(written: &str) -> Option<String> {
        split(written).and_then(|parts| check(&parts)).err()
    }

    #[test]
    fn takes_what_docker_takes() {
        for port in [
            "80",
            "80/tcp",
            "80/UDP",
            "8000-8010",
            "80:80",
            "1.2.3.4:80:80/Udp",
            "[::1]:80:80",
            "8000-8010:80",
        ] {
            assert_eq!(refusal(port), None, "{port}");
        }
    }

    #[test]
    fn ports_are_numbers_whatever_was_written() {
        for (written, ports) in [
            ("80", vec!["80/tcp"]),
            ("80/", vec!["80/tcp"]),
            ("0081/UDP", vec!["81/udp"]),
            ("127.0.0.1:8080:82", vec!["82/tcp"]),
            ("9000-9001/sctp", vec!["9000/sctp", "9001/sctp"]),
        ] {
            let ports: Vec<String> = ports.into_iter().map(str::to_owned).collect();
            assert_eq!(exposed(written), Ok(ports), "{written}");
        }
    }

    #[test]
    fn refuses_in_dockers_words() {
        for (port, message) in [
            ("x", "invalid containerPort: x"),
            ("70000", "invalid containerPort: 70000"),
            ("9-8", "invalid containerPort: 9-8"),
            ("/tcp", "invalid port: \"/tcp\": no port specified"),
            ("80/foo", "invalid port: \"80/foo\": invalid proto: foo"),
            ("x:80", "invalid hostPort: x"),
            ("a.b:1:80", "invalid IP address: a.b"),
            (
                "[::1:1:80",
                "invalid IP address [::1: address [::1:: missing ']' in address",
            ),
            (
                "[::1]x:1:80",
                "invalid IP address [::1]x: address [::1]x:: missing port in address",
            ),
            (
                "[::1]:2:1:80",
                "invalid IP address [::1]:2: address [::1]:2:: too many colons in address",
            ),
            (
                "[[::1]:1:80",
                "invalid IP address [[::1]: address [[::1]:: unexpected '[' in address",
            ),
            (
                "1-3:80-81",
                "invalid ranges specified for container and host Ports: 80-81 and 1-3",
            ),
        ] {
            assert_eq!(refusal(port).as_deref(), Some(message), "{port}");
        }
    }
}
