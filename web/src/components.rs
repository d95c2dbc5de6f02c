//! What the page is made of. Each component is in the file of its name and its style in the file of that name in
//! `web/styles`.

mod app;
mod builders_panel;
mod checks_panel;
mod chip;
mod context_panel;
mod decorations;
mod document;
mod explain;
mod figure_form;
mod file_panels;
mod file_tabs;
mod header;
mod history;
mod icons;
mod image_panel;
mod improve;
mod keeping;
mod layer_bar;
mod ledger;
mod ledger_row;
mod links;
mod live_region;
mod log_view;
mod mini_timeline;
mod notes;
mod notice;
mod open_folder;
mod options_menu;
mod package_notice;
mod past_bar;
mod problem_list;
mod prose;
mod real_figures;
mod share_menu;
mod side_panel;
mod stat_strip;
mod step_list;
mod tab_list;
mod theme_switch;
mod timeline_panel;
mod what_if_panel;

pub(crate) use app::App;
