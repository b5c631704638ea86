#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/cohort/store.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/temp_folder.hpp"

namespace collimate::test {

template <class Id>
Id id_number(int number) {
    Id id;
    for (std::size_t i = 0; i < 4; ++i) id.bytes[12 + i] = static_cast<unsigned char>(number >> (24 - 8 * i));
    return id;
}

inline const cohort::Programme a_programme = {.id = id_number<cohort::ProgrammeId>(1), .name = "Radiography"};
inline const cohort::Cohort a_class = {.id = id_number<cohort::CohortId>(1),
                                       .name = "Class of 2027",
                                       .code = "RAD-2027",
                                       .exam = "arrt-ct",
                                       .exam_day = parse_day("2027-01-15"),
                                       .completed = parse_day("2026-12-20")};
inline const cohort::Cohort another_class = {
    .id = id_number<cohort::CohortId>(2), .name = "Class of 2028", .code = "RAD-2028"};

inline CandidateId candidate(int number) { return id_number<CandidateId>(1000 + number); }

inline PackedAnswer packed_answer(int number, bool right = true, const std::string& exam = "arrt-ct") {
    const Now at = after(morning(number / 50), number % 50 * 60'000);
    return {.id = AnswerId{timed_id(at.ms, "answer " + std::to_string(number))},
            .sitting = id_number<SittingKey>(1),
            .exam = exam,
            .item = "ct-ip-" + std::to_string(1000 + number % 300),
            .revision = 1 + number % 2,
            .area = "IP.1.A",
            .difficulty = 0.1 * number - 1.0 / 3.0,
            .chance = 0.25,
            .fresh = number % 3 != 0,
            .letters = right ? "a" : "b",
            .right = right,
            .elapsed_ms = 41'000 + number,
            .at_ms = at.ms,
            .day = at.day};
}

inline Digest digest_number(int number) {
    Digest digest{};
    digest[0] = static_cast<unsigned char>(number);
    digest[31] = static_cast<unsigned char>(number >> 8);
    return digest;
}

/// Package `sequence` of one device of a candidate, with `answers` answers of its own.
inline cohort::Batch package_batch(int candidate_number, int sequence, int answers = 3, int device = 1) {
    cohort::Batch batch = {.candidate = candidate(candidate_number)};
    batch.enrolment = cohort::Enrolment{.candidate = batch.candidate, .cohort = a_class.id, .since_ms = morning(0).ms};
    batch.links.push_back({.device = id_number<DeviceId>(100 * candidate_number + device),
                           .sequence = sequence,
                           .previous = sequence == 1 ? Digest{} : digest_number(sequence - 1),
                           .own = digest_number(sequence),
                           .made_ms = morning(sequence).ms});
    for (int i = 0; i < answers; ++i)
        batch.answers.push_back(packed_answer((sequence - 1) * answers + i, (candidate_number + i) % 3 != 0));
    return batch;
}

inline std::unique_ptr<cohort::Store> with_classes(std::unique_ptr<cohort::Store> store) {
    store->put(a_programme);
    const std::vector<cohort::Change> changes{a_class, another_class};
    store->change(a_programme.id, changes);
    return store;
}

inline cohort::Appended append_one(cohort::Store& store, const cohort::Batch& batch) {
    return store.append(a_programme.id, std::span(&batch, 1)).front();
}

inline std::vector<cohort::ClassResponse> responses_in(cohort::Store& store, const cohort::Query& query) {
    std::vector<cohort::ClassResponse> found;
    store.each_response(query, [&](const cohort::ClassResponse& response) { found.push_back(response); });
    return found;
}

/// Everything a store says of a programme, to be compared.
struct StoreContents {
    std::vector<std::string> programmes;
    cohort::Roll roll;
    cohort::Roster roster;
    std::vector<cohort::Disclosure> disclosures;
    std::vector<cohort::Batch> batches;
    friend bool operator==(const StoreContents&, const StoreContents&) = default;
};

inline StoreContents contents_of(cohort::Store& store, const cohort::ProgrammeId& programme = a_programme.id) {
    StoreContents contents;
    for (const auto& each : store.programmes()) contents.programmes.push_back(each.name);
    contents.roll = store.roll(programme);
    contents.roster = store.roster(programme);
    contents.disclosures = store.disclosures(programme);
    for (const CandidateId& each : contents.roll.candidates)
        contents.batches.push_back(store.batch_of(programme, each));
    return contents;
}

enum class StoreKind { sqlite, postgres };

/// Places for new stores of one kind.
class StorePlaces {
public:
    explicit StorePlaces(StoreKind kind) : kind_(kind) {}
    [[nodiscard]] static bool can_run(StoreKind kind) {
        return kind == StoreKind::sqlite || PostgresServer::programs().has_value();
    }
    [[nodiscard]] std::string next() {
        if (kind_ == StoreKind::postgres) return server().new_database();
        return (folder_ / ("class" + std::to_string(++files_) + ".collimate-class")).string();
    }
    /// One for all cases of a run.
    static PostgresServer& server() {
        static PostgresServer one;
        return one;
    }

private:
    StoreKind kind_;
    TempFolder folder_;
    int files_ = 0;
};

}  // namespace collimate::test
