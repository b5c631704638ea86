#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "app/screens/item_page.hpp"

namespace collimate {

/// 80 % interval of a proportion (Wilson, JASA 22, 1927), which stays honest for few answers.
struct Share {
    double share = 0.0, low = 0.0, high = 1.0;
};
[[nodiscard]] Share share_of(const Tally& tally);

/// Right answers of one area in this session against the pass line; shares 0 to 1, interval 80 %.
struct ResultArea {
    std::string name;
    double share = 0.0;
    double low = 0.0;
    double high = 0.0;
    bool few = false;   ///< the interval is wider than half the scale
    std::string right;  ///< `7 of 10`
};

struct ResultAnswer {
    OpenItem open;
    bool right = false;
    std::string number;  ///< of the question in the session
    std::string stem;    ///< its start
    std::string area;
    std::string given;  ///< `B, sure`
    std::string time;
};

/// What came of a session.
struct ResultView {
    std::string subtitle;
    std::string right;  ///< `14`
    std::string of;     ///< `of 20 right`
    Share interval;
    double cut = 0.0;     ///< proportion at the pass line
    std::string summary;  ///< one or two sentences
    std::string cut_label;
    std::vector<ResultArea> areas;
    std::vector<float> pace;  ///< seconds, one a question, in the order asked
    float even_pace = 0.0f;   ///< seconds a question at the exam; 0 where it is not published
    std::string pace_scope;   ///< `seconds a question, line at exam pace 60`
    std::string pace_text;
    std::vector<std::string> calibration;  ///< one sentence each
    std::vector<ResultAnswer> answers;     ///< wrong first
    std::vector<PointLine> points_missed;
    std::string tomorrow;
    bool any_missed = false;
    std::optional<ItemPageView> page;  ///< the answer being looked at
};

struct ResultDraft {
    std::optional<OpenItem> open;
    ItemPageDraft page;
};

namespace result {
struct Open {
    OpenItem item;
};
struct PractiseAgain {};
struct PractiseMissed {};
struct BackToToday {};
}  // namespace result

using ResultEvent =
    std::variant<result::Open, result::PractiseAgain, result::PractiseMissed, result::BackToToday, ItemPageEvent>;

/// Needs a session, finished or not.
[[nodiscard]] ResultView result_view(const Model& model, const ResultDraft& draft, Now now);
[[nodiscard]] std::optional<ResultEvent> draw(const ResultView& view, ResultDraft& draft, const Stage& stage);
void update(Model& model, ResultDraft& draft, const ResultEvent& event, Now now);
[[nodiscard]] std::span<const KeyHelp> result_keys();

/// What a candidate's own confidence was worth, in plain sentences; empty where none was given.
[[nodiscard]] std::vector<std::string> calibration_words(const std::array<Tally, 4>& by_confidence);

}  // namespace collimate
