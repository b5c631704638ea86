#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/screens/class_draft.hpp"
#include "app/screens/stage.hpp"

namespace collimate {

/// One area in the row of a candidate.
struct HeatFigure {
    std::string figure;     ///< `68`, `few`, a dash
    double distance = 0.0;  ///< from the cut, -1 to 1, for the ramp
    bool few = false;
    std::string hover;
};

/// Columns of one level of the outline, the deepest that fits is drawn.
struct HeatLevel {
    std::vector<std::pair<std::string, std::string>> heads;  ///< two short lines each
    std::vector<std::string> titles;
    std::vector<std::size_t> areas;  ///< indices into the rows' figures
};

struct HeatRow {
    CandidateId candidate;
    std::string name;
    std::vector<HeatFigure> figures;  ///< one per area of the outline
    std::string score;
    bool below = false;  ///< the cut
    bool few = false;    ///< the score is mostly the national figure
};

struct RiskLine {
    CandidateId candidate;
    std::string name;
    std::string why;
    std::string chance;  ///< `14 %`; a word where nothing can be said
    bool unsure = false;
};

/// Scores forecast, counted in bins whose edges meet the cut.
struct ScoreBins {
    std::vector<int> counts;
    double low = 0.0, width = 1.0;
    double cut = 0.0;
    std::string below, pass;  ///< `8 below`, `pass 75`
};

struct ClassOverviewView {
    std::vector<HeatLevel> levels;   ///< from the categories to the leaves
    std::vector<HeatRow> rows;       ///< by forecast, worst first; those searched for
    std::vector<std::string> names;  ///< of all, so that columns stand still while rows are narrowed
    std::string found;               ///< `3 of 24`, while something is searched for
    std::string nobody;              ///< in words, where it fits nobody
    std::size_t first_above = 0;     ///< row that begins those at the cut or above
    HeatRow everyone;                ///< the class
    std::string scope;
    std::string basis;
    ScoreBins bins;
    std::string bins_scope;  ///< `24 candidates`
    std::vector<RiskLine> risks;
    std::string no_risk;  ///< in words, while nobody is on the list
};

[[nodiscard]] ClassOverviewView class_overview_view(const ClassFacts& facts, const ClassNames& names,
                                                    const std::string& search = {});
[[nodiscard]] ClassDid draw_class_overview(const ClassOverviewView& view, const ui::Rect& page, const Stage& stage);

/// Bins five scaled points of ARRT wide, 25 of ARDMS, from the lowest score to the highest.
[[nodiscard]] ScoreBins score_bins(const std::vector<double>& scores, const Scale& scale);

}  // namespace collimate
