//! One row of the ledger: outcome, cause, time, size.

use layerlab_core::lab::{LedgerRow, RowState};
use yew::prelude::*;

use super::chip::{Chip, look_class};
use crate::format;

/// The columns of a row, in an element that lays them out.
pub(crate) fn columns(row: &LedgerRow, brief: Html) -> Html {
    if matches!(row.state, RowState::Setting(_) | RowState::Continues) {
        return html! { <span class="row-note">{ brief }</span> };
    }
    html! {
        <>
            <Chip state={row.state} />
            <span class="row-why">{ brief }</span>
            <span class="row-number">{ row.duration.map(format::duration).unwrap_or_default() }</span>
            <span class="row-number">{ size(row) }</span>
        </>
    }
}

/// The size of a base image has no sign: it is where the stage begins.
fn size(row: &LedgerRow) -> String {
    match row.size {
        Some(size) if row.topic == "from" => format::size(size),
        Some(size) => format::added(size),
        None => String::new(),
    }
}

/// The classes of a row.
pub(crate) fn classes(row: &LedgerRow, selected: bool) -> Classes {
    classes!(
        "row",
        format!("row-{}", look_class(row.state)),
        selected.then_some("on")
    )
}
