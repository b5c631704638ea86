#include "engine/study/assigned.hpp"

#include <fmt/format.h>

#include "engine/base/error.hpp"

namespace collimate {
namespace {

void take_items(AssignedWork& work, const Desk& desk, std::span<const std::string> items, Day given) {
    for (const std::string& id : items) {
        const auto ordinal = desk.bank().find(id);
        if (!ordinal || desk.heads()[static_cast<std::size_t>(*ordinal)].retired) {
            work.unknown.push_back(id);
            continue;
        }
        ++work.asked;
        const ItemState& state = desk.state().item(id);
        if (!state.seen() || state.last_day < given) work.settings.filter.items.push_back(id);
    }
    work.left = work.settings.length = static_cast<int>(work.settings.filter.items.size());
}

void take_areas(AssignedWork& work, const Desk& desk, std::span<const std::string> areas, Day given, int length) {
    for (const std::string& code : areas)
        (desk.outline().find(code) ? work.settings.filter.areas : work.unknown).push_back(code);
    if (work.settings.filter.areas.empty()) return;
    work.left = static_cast<int>(desk.pool(work.settings.filter, given).size());
    work.settings.length = length;
}

}  // namespace

AssignedWork assigned_work(const Desk& desk, std::span<const std::string> items, std::span<const std::string> areas,
                           Day given, int area_length) {
    AssignedWork work;
    if (items.empty())
        take_areas(work, desk, areas, given, area_length);
    else
        take_items(work, desk, items, given);
    return work;
}

Form form_of(const Bank& bank, const ExamState* seen, std::optional<int> length, std::uint64_t seed) {
    const Outline& outline = bank.outline();
    std::vector<OrdinalRange> ranges;
    for (std::size_t area = 0; area < outline.areas.size(); ++area)
        ranges.push_back(bank.range(static_cast<int>(area)));
    const auto facts = [&](std::int64_t ordinal) {
        const ItemHead head = bank.head(ordinal);
        return ItemFacts{.id = head.id,
                         .family = head.family,
                         .enemies = head.enemies,
                         .retired = head.retired || (seen && seen->item(head.id).seen())};
    };
    const int wanted = length ? *length : outline.scored_items.value_or(0);
    if (wanted < 1)
        throw Refused(fmt::format("{} does not say how long its form is: say how many questions", outline.exam));
    return assemble(outline, ranges, facts, wanted, seed);
}

}  // namespace collimate
