//! HEALTHCHECK.

use std::borrow::Cow;
use std::mem::take;

use super::{Outcome, Reader};
use crate::Arguments;
use crate::go_text;
use crate::health_word;
use crate::keyword::Keyword;
use crate::node::{Body, HealthArguments};

impl<'t> Reader<'t, '_, '_> {
    pub(super) fn read_healthcheck(&self, body: &mut Body<'t>) -> Outcome<Option<Arguments<'t>>> {
        let Body::Health(kind_range, arguments) = body else {
            return Err(self.refuse_whole("HEALTHCHECK requires at least one argument".to_owned()));
        };
        let written = health_word::as_go_has_it(self.line.slice(kind_range));
        let kind = match &*written {
            "CMD" | "NONE" => written,
            _ => Cow::Owned(go_text::to_upper(&written)),
        };
        let has_arguments = match arguments {
            HealthArguments::None => false,
            HealthArguments::Text(_) => true,
            HealthArguments::Json(strings) => !strings.is_empty(),
        };
        if kind == "NONE" {
            if has_arguments {
                return Err(self.refuse_whole("HEALTHCHECK NONE takes no arguments".to_owned()));
            }
            return Ok(None);
        }
        self.check_flags(Keyword::Healthcheck)?;
        if kind != "CMD" {
            let message = format!(
                "Unknown type {} in HEALTHCHECK (try CMD)",
                go_text::quote(&kind)
            );
            return Err(self.refuse(message, self.line.span(kind_range)));
        }
        if !has_arguments {
            return Err(self.refuse_whole("Missing command after HEALTHCHECK CMD".to_owned()));
        }
        self.check_health_flags()?;
        Ok(match arguments {
            HealthArguments::None => None,
            HealthArguments::Text(range) => Some(Arguments::Shell(self.line.word(range))),
            HealthArguments::Json(strings) => Some(Arguments::Json(take(strings))),
        })
    }

    fn check_health_flags(&self) -> Outcome {
        const SHORTEST_NANOSECONDS: i128 = 1_000_000;
        let flags = self.flags;
        let value = |name: &str| {
            let flag = flags.iter().find(|flag| flag.name.value == name)?;
            let value = flag.value.as_ref()?.value.as_ref();
            (!value.is_empty()).then_some((value, flag.span))
        };
        for name in ["interval", "timeout", "start-period", "start-interval"] {
            let Some((text, span)) = value(name) else {
                continue;
            };
            let duration =
                go_text::parse_duration(text).map_err(|message| self.refuse(message, span))?;
            if duration != 0 && duration < SHORTEST_NANOSECONDS {
                let message = format!("Interval {} cannot be less than 1ms", go_text::quote(name));
                return Err(self.refuse(message, span));
            }
        }
        if let Some((text, span)) = value("retries") {
            let retries =
                go_text::parse_int32(text).map_err(|message| self.refuse(message, span))?;
            if retries < 0 {
                return Err(self.refuse(format!("--retries cannot be negative ({retries})"), span));
            }
        }
        Ok(())
    }
}
