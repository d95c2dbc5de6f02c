//! An address or a port of the host in EXPOSE.

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "ExposeInvalidFormat",
    origin: Origin::BuildKit,
    description: "IP address and host-port mapping should not be used in EXPOSE instruction. This will become an error in a future release",
    url: "https://docs.docker.com/go/dockerfile/rule/expose-invalid-format/",
    experimental: false,
    explanation: "EXPOSE only notes the ports on which the program in the container listens. It publishes nothing, so an address or a port of the host has no effect here. Write the container's port, and publish it with docker run -p.",
    finds,
    bad: &[Example::bad(
        "FROM alpine\nEXPOSE 80:80 127.0.0.1:80:81/Tcp\n",
        &[
            "EXPOSE instruction should not define an IP address or host-port mapping, found '127.0.0.1:80:81/Tcp'",
            "EXPOSE instruction should not define an IP address or host-port mapping, found '80:80'",
        ],
    )],
    good: &[Example::good("FROM alpine\nEXPOSE 80 8000-8010/udp\n")],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    match moment {
        Moment::Port {
            written,
            maps_host: true,
            ..
        } => Found::message(format!(
            "EXPOSE instruction should not define an IP address or host-port mapping, found '{written}'"
        )),
        _ => Vec::new(),
    }
}
