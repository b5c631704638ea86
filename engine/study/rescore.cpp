#include "engine/study/rescore.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace collimate {
namespace {

using Corrected = std::map<std::string, ItemHead, std::less<>>;

bool stands_on(const ItemHead& head, int revision, double difficulty, double chance) {
    return head.revision == revision && head.difficulty == difficulty && head.chance == chance;
}

/// Items whose answers stand on something else than the bank's present revision.
Corrected corrected_items(const Bank& bank, const ExamState& state) {
    Corrected corrected;
    if (state.all.answers == 0) return corrected;
    for (ItemHead& head : bank.heads()) {
        const ItemState& item = state.item(head.id);
        if (!item.seen() || head.retired || head.revision < item.last_revision) continue;
        if (item.mixed || !stands_on(head, item.last_revision, item.last_difficulty, item.last_chance))
            corrected.emplace(head.id, std::move(head));
    }
    return corrected;
}

/// Letters of the right answer as a response holds them.
std::string key_of(const Item& item) {
    std::vector<std::pair<int, char>> right;
    for (const Option& option : item.options)
        if (item.type == ItemType::order || option.right)
            right.emplace_back(item.type == ItemType::order ? option.place : 0, option.letter);
    std::sort(right.begin(), right.end());
    std::string key;
    for (const auto& [place, letter] : right) key += letter;
    return key;
}

/// Whether this revision can tell if the letters are right: options keep their letter for ever, numbers and pictures
/// may have been drawn otherwise.
bool can_judge(const Item& item, const std::string& letters) {
    const bool by_letter =
        item.type == ItemType::single || item.type == ItemType::multiple || item.type == ItemType::order;
    const auto offered = [&](char letter) {
        return std::any_of(item.options.begin(), item.options.end(),
                           [&](const Option& option) { return option.letter == letter; });
    };
    return by_letter && !has_values(item) && !letters.empty() && std::all_of(letters.begin(), letters.end(), offered);
}

bool verdict_on(const Bank& bank, const ItemHead& head, const Answered& answer) {
    if (answer.revision == head.revision) return answer.right;
    const Item item = bank.item(head.ordinal);
    return can_judge(item, answer.letters) ? answer.letters == key_of(item) : answer.right;
}

}  // namespace

Rescoring rescore(const Bank& bank, Record& record, Now now) {
    const std::string& exam = bank.outline().exam;
    const ExamState& state = record.state(exam);
    const Corrected corrected = corrected_items(bank, state);
    if (corrected.empty()) return {};
    Rescoring sum;
    std::vector<EventBody> events;
    std::set<std::string> questions;
    record.each_event(exam, 0, [&](const Event& event) {
        const auto* told = std::get_if<Answered>(&event.body);
        const auto found = told ? corrected.find(told->item) : corrected.end();
        if (found == corrected.end()) return;
        const ItemHead& head = found->second;
        const Answered answer = as_it_stands(state, event.seq, *told);
        if (answer.revision > head.revision || stands_on(head, answer.revision, answer.difficulty, answer.chance))
            return;
        const bool right = verdict_on(bank, head, answer);
        sum.now_right += right && !answer.right ? 1 : 0;
        sum.now_wrong += !right && answer.right ? 1 : 0;
        questions.insert(answer.item);
        events.emplace_back(Rescored{.answer = event.seq,
                                     .sitting = answer.sitting,
                                     .item = answer.item,
                                     .revision = head.revision,
                                     .difficulty = head.difficulty,
                                     .chance = head.chance,
                                     .right = right});
    });
    sum.answers = static_cast<int>(events.size());
    sum.questions = static_cast<int>(questions.size());
    const Now last = {.ms = record.last_saved_ms(), .day = state.day};
    record.append_all(exam, std::move(events), now.ms < last.ms ? last : now);
    return sum;
}

}  // namespace collimate
