// What the page of one question shows; it is painted in item_page_draw.cpp.
#include "app/screens/item_page.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/screens/phrases.hpp"
#include "app/screens/words.hpp"

namespace collimate {
namespace {

constexpr std::size_t most_answers = 12;  // on the page; the record keeps them all

std::string_view type_name(ItemType type) {
    switch (type) {
        case ItemType::single:
            return "One best answer";
        case ItemType::multiple:
            return "Select all that apply";
        case ItemType::order:
            return "Put in order";
        case ItemType::hotspot:
            return "Mark a place";
        case ItemType::numeric:
            return "Enter a number";
    }
    return {};
}

std::string given_words(const Instance& instance, const Answered& answer) {
    std::string words;
    if (answer.number)
        words = number_with_unit(*answer.number, plain(instance.unit));
    else
        words = screen_letters(instance, answer.letters);
    if (words.empty()) words = "an option not drawn here";
    if (answer.confidence != Confidence::none) words += ", " + std::string(name_of(answer.confidence));
    return words;
}

/// Options change places from one showing to the next; their letters here are those of `shown`.
std::vector<AnswerLine> answers_to(const Model& model, const Item& item, const Instance& shown) {
    std::vector<AnswerLine> lines;
    if (!model.desk->state().item(item.id).seen()) return lines;
    model.record->each_event(model.bank->outline().exam, 0, [&](const Event& event) {
        const auto* answer = std::get_if<Answered>(&event.body);
        if (!answer || answer->item != item.id) return;
        const bool same = answer->revision == item.revision;
        const bool right = as_it_stands(model.desk->state(), event.seq, *answer).right;
        std::string given = same ? given_words(shown, *answer) : "an earlier wording";
        if (right != answer->right) given += ", judged anew by the corrected key";
        lines.push_back({.when = short_date(event.day),
                         .right = right,
                         .given = std::move(given),
                         .time = duration(answer->elapsed_ms)});
    });
    std::reverse(lines.begin(), lines.end());
    if (lines.size() > most_answers) lines.resize(most_answers);
    return lines;
}

std::vector<FactLine> facts_of(const Item& item) {
    std::vector<FactLine> facts;
    facts.push_back({"Kind", std::string(type_name(item.type))});
    facts.push_back({"Asks for", std::string(level_name(item.level))});
    facts.push_back({"Expected right", percent(item.expected / 100.0) + " of first-time candidates"});
    facts.push_back(
        {"Checked with its source", short_date(item.checked) + " " + format_day(item.checked).substr(0, 4)});
    facts.push_back({"Read by a second person", item.read_blind ? short_date(*item.read_blind) : "not yet"});
    facts.push_back({"Revision", std::to_string(item.revision)});
    facts.push_back({"Authors", list_words(item.authors)});
    if (!item.license.empty()) facts.push_back({"License", item.license});
    return facts;
}

std::string memory_words(const MemoryModel& model, const ItemState& state, Day today) {
    if (!state.seen()) return "";
    const double now = retrievability(model.parameters, std::max(0, today - state.last_day), state.memory.stability);
    return fmt::format("Comes back {}. Remembered today with {}.", near_day(std::max(state.due, today), today),
                       percent(now));
}

Instance instance_of(const Model& model, const Item& item, const OpenItem& open) {
    return open.seed ? present(item, *open.seed) : model.desk->present(item.id);
}

}  // namespace

ItemPageView item_page_view(const Model& model, const OpenItem& open, Now now) {
    const Item item = model.bank->item(open.id);
    const ItemState& state = model.desk->state().item(open.id);
    const Outline& outline = model.bank->outline();
    const auto area = outline.find(item.area);
    const Instance shown = instance_of(model, item, open);
    ItemPageView view = {.id = item.id,
                         .area = area ? outline.areas[static_cast<std::size_t>(*area)].title : item.area,
                         .explained = explain(model, shown, open.response ? &*open.response : nullptr),
                         .facts = facts_of(item),
                         .origin = item.origin,
                         .answers = answers_to(model, item, shown),
                         .memory = memory_words(model.desk->state().model, state, now.day),
                         .flagged = state.flagged,
                         .note = state.note};
    if (parametric(item)) view.draw_note = "One draw of many: the numbers are new each time.";
    if (item.retired) view.retired = "Retired on " + short_date(item.retired->on) + ": " + item.retired->why;
    return view;
}

void practise_items(Model& model, std::vector<std::string> items, Now now) {
    SessionSettings settings = {.length = static_cast<int>(items.size())};
    settings.filter.items = std::move(items);
    Session session = Session::start(*model.desk, std::move(settings), now, model.new_seed());
    if (session.phase() == Phase::finished) {
        model.toast = Message{.text = "None of these questions can be asked any more.", .shown_ms = now.ms};
        return;
    }
    model.session.emplace(std::move(session));
    model.place = Place::question;
}

void update_item_page(Model& model, const std::string& id, const ItemPageEvent& event, Now now) {
    if (const auto* flag = std::get_if<item_page::SetFlag>(&event)) model.desk->flag(id, flag->on, now);
    if (const auto* note = std::get_if<item_page::KeepNote>(&event)) model.desk->note(id, note->text, now);
    if (std::holds_alternative<item_page::Practise>(event)) practise_items(model, {id}, now);
}

}  // namespace collimate
