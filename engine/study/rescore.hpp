#pragma once

#include "engine/bank/bank.hpp"
#include "engine/record/record.hpp"

namespace collimate {

/// What a corrected bank did to the answers of a record.
struct Rescoring {
    int questions = 0;  ///< corrected ones that had been answered
    int answers = 0;    ///< judged anew
    int now_right = 0;  ///< of these, wrong before
    int now_wrong = 0;  ///< of these, right before
    [[nodiscard]] bool changed() const { return now_right + now_wrong > 0; }
};

/// Judges earlier answers by the bank as it is now: where it holds a later revision of a question, by that key; where
/// it gives another difficulty, by that one. One Rescored an answer, all in one transaction; what was told before stays
/// in the log. An answer that the new revision cannot judge (drawn numbers, a mark in a picture, an option that is
/// gone) keeps its verdict. A bank older than the answers changes nothing. To be called on opening, before a Desk is
/// made of the two; it is no study, so a clock that stands before the last event is not told here. Costs nothing but a
/// look at each answered item where the bank was not corrected. Throws WorldFailed with nothing changed when the disk
/// refuses.
Rescoring rescore(const Bank& bank, Record& record, Now now);

}  // namespace collimate
