//! The link as a QR code, drawn when it is asked for.

use layerlab_core::share::MOST_BYTES_IN_A_QR_CODE;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use super::newest::unless_over;
use crate::folder::{save_picture, save_text};
use crate::format;
use crate::texts::{QrCode, qr_code};

/// The margin that readers need, in modules.
const MARGIN: u32 = 4;
/// Pixels of a module in a picture that is saved. PNG pictures have twice as many.
const MODULE_PIXELS: u32 = 6;

/// Of which link.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct ShareQrProps {
    /// The address.
    pub(super) address: AttrValue,
    /// What files are called, without an ending.
    pub(super) file: AttrValue,
}

/// A button, and the code once it was asked for.
#[component]
pub(super) fn ShareQr(props: &ShareQrProps) -> Html {
    let wanted = use_state_eq(|| false);
    // The code, or why there is none, and of which address.
    let drawn = use_state_eq(|| None::<(AttrValue, Result<QrCode, String>)>);
    let fits = props.address.len() <= MOST_BYTES_IN_A_QR_CODE;
    {
        let drawn = drawn.setter();
        use_effect_with(
            (props.address.clone(), *wanted && fits),
            move |(address, wanted)| {
                let end = wanted.then(|| {
                    let address = address.clone();
                    let draw = async move {
                        let code = qr_code(&address).await;
                        (address, code)
                    };
                    unless_over(draw, move |code| drawn.set(Some(code)))
                });
                move || {
                    if let Some(end) = end {
                        end();
                    }
                }
            },
        );
    }
    let toggle = {
        let wanted = wanted.clone();
        move |_: MouseEvent| wanted.set(!*wanted)
    };
    let code = (*drawn)
        .as_ref()
        .filter(|(address, _)| *address == props.address);
    html! {
        <div class="share-qr">
            if fits {
                <button type="button" class="button small" aria-expanded={if *wanted { "true" } else { "false" }} onclick={toggle}>
                    { if *wanted { "Hide the QR code" } else { "Show as a QR code" } }
                </button>
            } else {
                <p class="share-length">
                    { format!("A QR code holds {} letters, so there is none of this link. Leave something out below.", format::count(MOST_BYTES_IN_A_QR_CODE)) }
                </p>
            }
            if *wanted && fits {
                { match code {
                    None => html! { <p class="share-length" role="status">{ "The code is being drawn." }</p> },
                    Some((_, Err(reason))) => html! { <p class="share-length" role="alert">{ format!("The code could not be drawn: {reason}.") }</p> },
                    Some((_, Ok(code))) => html! { <Code code={code.clone()} file={props.file.clone()} /> },
                } }
            }
        </div>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct CodeProps {
    code: QrCode,
    file: AttrValue,
}

/// The code, and the ways to save it.
#[component]
fn Code(props: &CodeProps) -> Html {
    let failed = use_state_eq(|| false);
    let code = &props.code;
    let all = code.size + 2 * MARGIN;
    let picture = picture(code);
    let png = {
        let (picture, file, failed) = (picture.clone(), props.file.clone(), failed.setter());
        move |_: MouseEvent| {
            let saved = save_picture(&format!("{file}-qr.png"), &picture);
            let failed = failed.clone();
            spawn_local(async move { failed.set(JsFuture::from(saved).await.is_err()) });
        }
    };
    let svg = {
        let file = props.file.clone();
        move |_: MouseEvent| save_text(&format!("{file}-qr.svg"), "image/svg+xml", &picture)
    };
    html! {
        <>
            <svg class="qr" viewBox={format!("0 0 {all} {all}")} role="img" aria-label="QR code of the link" shape-rendering="crispEdges">
                <rect class="qr-paper" width={all.to_string()} height={all.to_string()} />
                <path class="qr-ink" transform={format!("translate({MARGIN} {MARGIN})")} d={code.path.clone()} />
            </svg>
            <p class="share-length">
                { format!("{0} by {0} modules. ", code.size) }
                { if code.size > 97 { "Show it large: few cameras read so many when it is small." } else { "" } }
            </p>
            <div class="share-pair">
                <button type="button" class="button small" onclick={svg}>{ "QR code, SVG" }</button>
                <button type="button" class="button small" onclick={png} aria-label="QR code, PNG">{ "PNG" }</button>
            </div>
            if *failed {
                <p class="share-length" role="alert">{ "The picture could not be saved. Save it as SVG." }</p>
            }
        </>
    }
}

/// The code as a file.
fn picture(code: &QrCode) -> String {
    let all = code.size + 2 * MARGIN;
    let pixels = all * MODULE_PIXELS;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{pixels}\" height=\"{pixels}\" viewBox=\"0 0 {all} {all}\" \
         shape-rendering=\"crispEdges\"><rect width=\"{all}\" height=\"{all}\" fill=\"#fff\"/><path fill=\"#000\" \
         transform=\"translate({MARGIN} {MARGIN})\" d=\"{}\"/></svg>",
        code.path
    )
}
