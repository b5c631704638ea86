#include "engine/cohort/store.hpp"

#include "engine/cohort/sql.hpp"

namespace collimate::cohort {

std::unique_ptr<Store> open_store(const std::string& place, IfAbsent absent) {
    if (place.starts_with("postgresql://") || place.starts_with("postgres://"))
        return make_store(open_postgres(place, absent));
    return make_store(open_sqlite(place, absent));
}

}  // namespace collimate::cohort
