//! A protocol in capitals.

use crate::checks::{Example, Found, Moment, Origin, Rule};

pub(super) static RULE: Rule = Rule {
    name: "ExposeProtoCasing",
    origin: Origin::BuildKit,
    description: "Protocol in EXPOSE instruction should be lowercase",
    url: "https://docs.docker.com/go/dockerfile/rule/expose-proto-casing/",
    experimental: false,
    explanation: "Protocols are written in lower case everywhere else in Docker. Write tcp, udp or sctp.",
    finds,
    bad: &[Example::bad(
        "FROM alpine\nEXPOSE 80/TCP\n",
        &["Defined protocol '80/TCP' in EXPOSE instruction should be lowercase"],
    )],
    good: &[Example::good("FROM alpine\nEXPOSE 80/tcp 90\n")],
};

fn finds(moment: &Moment<'_>) -> Vec<Found> {
    match moment {
        Moment::Port {
            written, protocol, ..
        } if *protocol != protocol.to_lowercase() => Found::message(format!(
            "Defined protocol '{written}' in EXPOSE instruction should be lowercase"
        )),
        _ => Vec::new(),
    }
}
