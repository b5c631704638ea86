#include "engine/cohort/mock_results.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"

namespace collimate::cohort {
namespace {

using nlohmann::json;

constexpr int deepest_settings = 4;

struct FormShape {
    bool whole = true;
    int questions = 0;  ///< 0 where the settings do not say
};

json parse_settings(const std::string& text) {
    try {
        return parse_foreign_json(text, deepest_settings);
    } catch (const Refused&) {
        return {};
    } catch (const json::exception&) {
        return {};
    }
}

/// What a mock exam's settings say of its form. Those of another version say nothing.
FormShape shape_of(const std::string& settings) {
    const json root = parse_settings(settings);
    if (!root.is_object()) return {};
    const auto text = [&](const char* name, const char* otherwise) {
        const auto found = root.find(name);
        return found != root.end() && found->is_string() ? found->get<std::string>() : std::string(otherwise);
    };
    const auto questions = root.find("questions");
    return {.whole = text("section", "").empty() && text("length", "full") == "full",
            .questions = questions != root.end() && questions->is_array() ? static_cast<int>(questions->size()) : 0};
}

}  // namespace

MockGathering::MockGathering(const std::vector<SittingRow>& sittings, const std::string& exam, Day today) {
    for (const SittingRow& row : sittings) {
        if (row.started.kind != SittingKind::mock || row.started.exam != exam || row.started.day > today) continue;
        if (!row.ended || row.ended->by == EndedBy::declined) continue;
        const FormShape shape = shape_of(row.started.settings);
        if (!shape.whole) continue;
        number_of_.emplace(row.started.id, exams_.size());
        exams_.push_back({.candidate = row.candidate,
                          .result = {.sitting = row.started.id, .day = row.started.day, .questions = shape.questions}});
    }
}

void MockGathering::add(const PackedAnswer& answer) {
    if (!answer.sitting) return;
    const auto exam = number_of_.find(*answer.sitting);
    if (exam == number_of_.end()) return;
    MockResult& result = exams_[exam->second].result;
    ++result.answered;
    result.right += answer.right ? 1 : 0;
}

std::vector<MockResult> MockGathering::results_of(const CandidateId& candidate) const {
    std::vector<MockResult> results;
    for (const Gathered& each : exams_) {
        if (each.candidate != candidate || each.result.answered == 0) continue;
        MockResult& result = results.emplace_back(each.result);
        result.share = static_cast<double>(result.right) / std::max(result.questions, result.answered);
    }
    return results;
}

}  // namespace collimate::cohort
