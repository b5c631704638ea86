#include "engine/cohort/tables.hpp"

namespace collimate::cohort {

const SqlTable& candidate_table() {
    static const SqlTable table = {
        .name = "candidate", .columns = {{"programme_id", "uuid"}, {"candidate_id", "uuid"}}, .key = 2};
    return table;
}

const SqlTable& enrolment_table() {
    static const SqlTable table = {.name = "enrolment",
                                   .columns = {{"programme_id", "uuid"},
                                               {"candidate_id", "uuid"},
                                               {"cohort_id", "uuid"},
                                               {"since_ms", "bigint"},
                                               {"completed", "integer"}},
                                   .key = 3};
    return table;
}

const SqlTable& link_table() {
    static const SqlTable table = {.name = "link",
                                   .columns = {{"programme_id", "uuid"},
                                               {"candidate_id", "uuid"},
                                               {"device_id", "uuid"},
                                               {"sequence", "bigint"},
                                               {"previous", "bytea"},
                                               {"own", "bytea"},
                                               {"made_ms", "bigint"}},
                                   .key = 4};
    return table;
}

const SqlTable& response_table() {
    static const SqlTable table = {.name = "response",
                                   .columns = {{"programme_id", "uuid"},
                                               {"candidate_id", "uuid"},
                                               {"answer_id", "uuid"},
                                               {"sitting_id", "uuid"},
                                               {"exam", "text"},
                                               {"item", "text"},
                                               {"revision", "integer"},
                                               {"area", "text"},
                                               {"difficulty", "double precision"},
                                               {"chance", "double precision"},
                                               {"fresh", "boolean"},
                                               {"letters", "text"},
                                               {"correct", "boolean"},
                                               {"elapsed_ms", "bigint"},
                                               {"at_ms", "bigint"},
                                               {"day", "integer"}},
                                   .key = 3,
                                   .tells = true};
    return table;
}

const SqlTable& verdict_table() {
    static const SqlTable table = {.name = "verdict",
                                   .columns = {{"programme_id", "uuid"},
                                               {"candidate_id", "uuid"},
                                               {"answer_id", "uuid"},
                                               {"place", "bigint"},
                                               {"revision", "integer"},
                                               {"difficulty", "double precision"},
                                               {"chance", "double precision"},
                                               {"correct", "boolean"}},
                                   .key = 4};
    return table;
}

const SqlTable& sitting_table() {
    static const SqlTable table = {.name = "sitting",
                                   .columns = {{"programme_id", "uuid"},
                                               {"candidate_id", "uuid"},
                                               {"sitting_id", "uuid"},
                                               {"exam", "text"},
                                               {"kind", "text"},
                                               {"at_ms", "bigint"},
                                               {"day", "integer"},
                                               {"bank", "text"},
                                               {"settings", "text"}},
                                   .key = 3};
    return table;
}

const SqlTable& sitting_end_table() {
    static const SqlTable table = {.name = "sitting_end",
                                   .columns = {{"programme_id", "uuid"},
                                               {"candidate_id", "uuid"},
                                               {"sitting_id", "uuid"},
                                               {"at_ms", "bigint"},
                                               {"ended_by", "text"},
                                               {"remaining_ms", "bigint"}},
                                   .key = 3};
    return table;
}

}  // namespace collimate::cohort
