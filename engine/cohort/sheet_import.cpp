#include "engine/cohort/sheet_import.hpp"

#include <fmt/format.h>

#include <map>

#include "engine/base/error.hpp"

namespace collimate::cohort {
namespace {

/// Answers of the sheet's candidate `row` are added to the batch of their own.
std::vector<std::vector<PackedAnswer>> answers_of(const AnswerSheet& sheet, const std::vector<CandidateId>& ids,
                                                  const SheetFiling& filing) {
    std::vector<std::vector<PackedAnswer>> all(ids.size());
    const TimeMs at_ms = filing.day * ms_per_day;
    for (std::size_t item = 0; item < sheet.answers.items.size(); ++item) {
        const ResponseColumn column = sheet.answers.matrix.column(item);
        for (std::size_t at = 0; at < column.cells.size(); ++at) {
            const std::size_t row = column.candidate(at);
            const std::string& id = sheet.answers.items[item];
            PackedAnswer answer{
                .exam = filing.exam, .item = id, .right = column.cells[at].right(), .at_ms = at_ms, .day = filing.day};
            answer.id = {timed_id(at_ms, fmt::format("{}\n{}\n{}", hex_of(ids[row]), filing.exam, id))};
            if (const auto option = column.cells[at].option())
                answer.letters = sheet.answers.labels[item][static_cast<std::size_t>(*option)];
            all[row].push_back(std::move(answer));
        }
    }
    return all;
}

}  // namespace

SheetImport import_sheet(Store& store, const ProgrammeId& programme, const AnswerSheet& sheet,
                         const SheetFiling& filing) {
    std::map<std::string, CandidateId> by_number;
    for (const auto& [candidate, entry] : store.roster(programme)) by_number.emplace(entry.number, candidate);
    SheetImport done{.candidates = sheet.answers.candidates.size()};
    std::vector<CandidateId> ids;
    std::vector<Change> named;
    for (const std::string& number : sheet.answers.candidates) {
        const auto known = by_number.find(number);
        if (known != by_number.end()) {
            ids.push_back(known->second);
            continue;
        }
        ids.push_back({filing.new_id()});
        named.push_back(Named{.candidate = ids.back(), .entry = {.name = "", .number = number}});
    }
    done.new_candidates = named.size();
    if (!named.empty()) store.change(programme, named);
    auto answers = answers_of(sheet, ids, filing);
    std::vector<Batch> batches;
    for (std::size_t row = 0; row < ids.size(); ++row) {
        Batch& batch = batches.emplace_back();
        batch.candidate = ids[row];
        if (filing.cohort)
            batch.enrolment =
                Enrolment{.candidate = ids[row], .cohort = *filing.cohort, .since_ms = filing.day * ms_per_day};
        batch.answers = std::move(answers[row]);
    }
    for (const Appended& appended : store.append(programme, batches)) {
        if (appended.standing == BatchStanding::refused) throw Refused(appended.reason);
        done.new_answers += appended.new_answers;
    }
    return done;
}

}  // namespace collimate::cohort
