#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/cohort/class_report.hpp"

namespace collimate::cohort {

/// Whole mock exams that were ended and their answers as they come in.
class MockGathering {
public:
    /// Of `sittings`, in order: the whole mock exams of `exam` that a candidate ended until `today` and did not
    /// decline.
    MockGathering(const std::vector<SittingRow>& sittings, const std::string& exam, Day today);

    void add(const PackedAnswer& answer);
    /// Those in which something was answered, by time.
    [[nodiscard]] std::vector<MockResult> results_of(const CandidateId& candidate) const;

private:
    struct Gathered {
        CandidateId candidate;
        MockResult result;
    };
    std::vector<Gathered> exams_;
    std::map<SittingKey, std::size_t> number_of_;
};

}  // namespace collimate::cohort
