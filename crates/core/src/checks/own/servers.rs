//! On which address and port programs listen, as far as their command line and their documentation say.

use super::started::program;

/// A program that listens, and how it is told where.
struct Server {
    /// Its name, and the argument that makes it listen; empty if none is needed.
    name: &'static str,
    verb: &'static str,
    /// Options for the address, for the port, and for both at once.
    host: &'static [&'static str],
    port: &'static [&'static str],
    both: &'static [&'static str],
    /// The place is an argument behind the verb.
    positional: bool,
    /// Where it listens if nothing is said.
    default: (&'static str, u16),
    /// Variables and options by which it may be told in another way.
    variables: &'static [&'static str],
    options: &'static [&'static str],
}

const NOTHING: Server = Server {
    name: "",
    verb: "",
    host: &[],
    port: &[],
    both: &[],
    positional: false,
    default: ("127.0.0.1", 8000),
    variables: &[],
    options: &[],
};

/// Defaults as of November 2026, from the documentation of each.
const SERVERS: [Server; 11] = [
    Server {
        name: "gunicorn",
        both: &["-b", "--bind"],
        variables: &["GUNICORN_CMD_ARGS", "PORT"],
        options: &["-c", "--config"],
        ..NOTHING
    },
    Server {
        name: "uvicorn",
        host: &["--host"],
        port: &["--port"],
        variables: &["UVICORN_HOST", "UVICORN_PORT"],
        options: &["--uds", "--fd", "--env-file"],
        ..NOTHING
    },
    Server {
        name: "hypercorn",
        both: &["-b", "--bind"],
        options: &["-c", "--config"],
        ..NOTHING
    },
    Server {
        name: "daphne",
        host: &["-b", "--bind"],
        port: &["-p", "--port"],
        options: &["-u", "--fd", "-e", "--endpoint"],
        ..NOTHING
    },
    Server {
        name: "flask",
        verb: "run",
        host: &["-h", "--host"],
        port: &["-p", "--port"],
        default: ("127.0.0.1", 5000),
        variables: &["FLASK_RUN_HOST", "FLASK_RUN_PORT"],
        ..NOTHING
    },
    Server {
        name: "fastapi",
        verb: "run",
        host: &["--host"],
        port: &["--port"],
        default: ("0.0.0.0", 8000),
        ..NOTHING
    },
    Server {
        name: "fastapi",
        verb: "dev",
        host: &["--host"],
        port: &["--port"],
        ..NOTHING
    },
    Server {
        name: "manage.py",
        verb: "runserver",
        positional: true,
        ..NOTHING
    },
    Server {
        name: "http.server",
        host: &["-b", "--bind"],
        positional: true,
        default: ("0.0.0.0", 8000),
        ..NOTHING
    },
    Server {
        name: "mkdocs",
        verb: "serve",
        both: &["-a", "--dev-addr"],
        ..NOTHING
    },
    Server {
        name: "hugo",
        verb: "server",
        host: &["--bind"],
        port: &["-p", "--port"],
        default: ("127.0.0.1", 1313),
        ..NOTHING
    },
];

/// Where a program listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listening {
    /// Its name.
    pub(super) program: &'static str,
    /// The address as written, or the one that it takes by itself.
    pub(super) host: String,
    /// The port.
    pub(super) port: u16,
    /// The address is one that it takes by itself.
    pub(super) by_itself: bool,
}

impl Listening {
    /// Only programs of the same container reach it.
    pub(super) fn is_loopback(&self) -> bool {
        let host = self.host.trim_matches(['[', ']']);
        matches!(host, "localhost" | "::1") || host.starts_with("127.")
    }
}

/// Where a command listens; `None` if that is not known for sure.
pub(super) fn listening(words: &[String], environment: &[(String, String)]) -> Option<Listening> {
    let (name, arguments) = program(words)?;
    let mut servers = SERVERS.iter();
    let server = servers.find(|server| {
        let verb = arguments.iter().any(|word| word == server.verb);
        server.name == name && (server.verb.is_empty() || verb)
    })?;
    let is_set = |variable: &&str| environment.iter().any(|(name, _)| name == variable);
    let values = |options: &[&str]| values(arguments, options);
    let (hosts, ports, both) = (
        values(server.host),
        values(server.port),
        values(server.both),
    );
    let place = if server.positional {
        let behind = arguments.iter().position(|word| word == server.verb);
        let behind = behind.map_or(0, |at| at + 1);
        let mut rest = arguments.get(behind..).unwrap_or_default().iter();
        rest.find(|word| !word.starts_with('-')).cloned()
    } else {
        None
    };
    let told = !hosts.is_empty() || !ports.is_empty() || !both.is_empty() || place.is_some();
    let elsewhere = server.variables.iter().any(is_set) || !values(server.options).is_empty();
    if elsewhere && !(told && server.host.is_empty()) {
        return None;
    }
    let (default_host, default_port) = server.default;
    let (mut host, mut port) = (default_host.to_owned(), default_port);
    let mut by_itself = true;
    match (both.as_slice(), place.as_deref()) {
        ([], None) => {}
        ([one], None) => {
            let (written, number) = one.rsplit_once(':')?;
            by_itself = false;
            host = if written.is_empty() {
                "0.0.0.0"
            } else {
                written
            }
            .to_owned();
            port = number.parse().ok()?;
        }
        ([], Some(place)) => match place.rsplit_once(':') {
            Some((written, number)) => {
                by_itself = false;
                written.clone_into(&mut host);
                port = number.parse().ok()?;
            }
            None => port = place.parse().ok()?,
        },
        _ => return None,
    }
    match hosts.as_slice() {
        [] => {}
        [one] => {
            by_itself = false;
            host.clone_from(one);
        }
        _ => return None,
    }
    match ports.as_slice() {
        [] => {}
        [one] => port = one.parse().ok()?,
        _ => return None,
    }
    let plain = !host.is_empty() && !host.contains(['$', '/']);
    plain.then_some(Listening {
        program: server.name,
        host,
        port,
        by_itself,
    })
}

/// The values of options: `--bind value`, `--bind=value`, `-b value`, `-bvalue`.
fn values(arguments: &[String], options: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (index, word) in arguments.iter().enumerate() {
        for option in options {
            if word == option {
                found.push(arguments.get(index + 1).cloned().unwrap_or_default());
            } else if let Some(rest) = word.strip_prefix(option) {
                let long = option.starts_with("--");
                match rest.strip_prefix('=') {
                    Some(value) => found.push(value.to_owned()),
                    None if !long => found.push(rest.to_owned()),
                    None => {}
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(command: &str, environment: &[(&str, &str)]) -> Option<String> {
        let words: Vec<String> = command.split(' ').map(str::to_owned).collect();
        let environment: Vec<(String, String)> = environment
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let found = listening(&words, &environment)?;
        Some(format!("{}:{}", found.host, found.port))
    }

    #[test]
    fn the_place_is_read_from_the_command_line() {
        for (command, place) in [
            ("gunicorn --bind 0.0.0.0:8000 app:app", "0.0.0.0:8000"),
            ("gunicorn -b :80 app:app", "0.0.0.0:80"),
            ("gunicorn --bind=[::]:9000 app", "[::]:9000"),
            ("gunicorn app:app", "127.0.0.1:8000"),
            ("python -m gunicorn app:app", "127.0.0.1:8000"),
            (
                "python3.13 -u -m uvicorn a:b --host 0.0.0.0",
                "0.0.0.0:8000",
            ),
            ("uvicorn a:b --port 80", "127.0.0.1:80"),
            ("flask run -h 0.0.0.0", "0.0.0.0:5000"),
            ("python manage.py runserver", "127.0.0.1:8000"),
            ("python manage.py runserver 9000", "127.0.0.1:9000"),
            ("./manage.py runserver --noreload 0:80", "0:80"),
            ("python -m http.server 80", "0.0.0.0:80"),
        ] {
            assert_eq!(of(command, &[]).as_deref(), Some(place), "{command}");
        }
    }

    #[test]
    fn what_may_be_told_elsewhere_is_not_known() {
        for command in [
            "gunicorn -c conf.py app",
            "gunicorn --bind unix:/run/x.sock app",
            "gunicorn --bind 0.0.0.0:$PORT app",
            "gunicorn -b :1 -b :2 app",
            "python manage.py migrate",
            "python app.py",
            "flask shell",
            "uvicorn --fd 3 a:b",
        ] {
            assert_eq!(of(command, &[]), None, "{command}");
        }
        assert_eq!(of("gunicorn app", &[("PORT", "80")]), None);
        assert_eq!(of("uvicorn a", &[("UVICORN_HOST", "::")]), None);
        assert_eq!(
            of("gunicorn -b :80 app", &[("PORT", "90")]).as_deref(),
            Some("0.0.0.0:80")
        );
    }
}
