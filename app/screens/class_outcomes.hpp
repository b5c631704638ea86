#pragma once

#include <string>
#include <vector>

#include "app/screens/class_candidate.hpp"
#include "app/screens/class_parts.hpp"
#include "app/screens/stage.hpp"

namespace collimate {

struct ClassRateLine {
    std::string name;      ///< year or credential
    std::string attempts;  ///< `11 of 13`
    ClassNumber rate;
    double value = 0.0, low = 0.0, high = 0.0;
    bool any = false;    ///< something to divide
    std::string margin;  ///< `9 above 75 %`
    bool below = false;
};

struct ClassResultLine {
    CandidateId candidate;
    std::string when, who, what;
    cohort::OutcomeWithdrawn withdrawn;
};

struct ClassOutcomesView {
    std::vector<ClassChip> years;        ///< last year of the period
    std::vector<int> year_values;        ///< one a chip
    std::vector<ClassChip> credentials;  ///< first all of ARRT
    std::vector<std::string> credential_codes;
    std::vector<ClassRateLine> five;  ///< years
    ClassRateLine pooled;
    std::string period;     ///< `1 Jan 2022 to 31 Dec 2026`
    std::string words;      ///< what the pooled rate says
    bool short_of = false;  ///< the threshold
    std::string not_counted;
    std::string rule;  ///< whose and since when
    std::vector<ClassRateLine> by_credential;
    int denominator = 0;
    std::string denominator_words;
    std::string no_credential;
    std::vector<ClassResultLine> results;  ///< newest first
    double threshold = 0.75;
};

[[nodiscard]] ClassOutcomesView class_outcomes_view(const ClassFacts& facts, const ClassNames& names,
                                                    const ClassDraft& draft, Day today);
[[nodiscard]] ClassDid draw_class_outcomes(const ClassOutcomesView& view, const ui::Rect& page, const Stage& stage);

}  // namespace collimate
