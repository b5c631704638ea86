#pragma once

#include "engine/cohort/sql.hpp"

namespace collimate::cohort {

// The tables that only grow, as rows are inserted into them; both kinds of database define them alike.

[[nodiscard]] const SqlTable& candidate_table();
[[nodiscard]] const SqlTable& enrolment_table();
[[nodiscard]] const SqlTable& link_table();
[[nodiscard]] const SqlTable& response_table();
[[nodiscard]] const SqlTable& verdict_table();
[[nodiscard]] const SqlTable& sitting_table();
[[nodiscard]] const SqlTable& sitting_end_table();

}  // namespace collimate::cohort
