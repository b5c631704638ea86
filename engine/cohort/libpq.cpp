#include "engine/cohort/libpq.hpp"

#include <dlfcn.h>

#include <string>

#include "engine/base/error.hpp"

namespace collimate::cohort {
namespace {

constexpr const char* library = "libpq.so.5";

template <class Function>
void find(void* handle, const char* name, Function& function) {
    void* const found = dlsym(handle, name);
    if (!found)
        throw WorldFailed(std::string(library) + " on this machine lacks " + name + "; update the package libpq5");
    function = reinterpret_cast<Function>(found);
}

Libpq load() {
    void* const handle = dlopen(library, RTLD_NOW);
    if (!handle)
        throw WorldFailed(std::string("a PostgreSQL class store needs ") + library +
                          ", which is not on this machine; install the package libpq5");
    Libpq found{};
#define COLLIMATE_FIND(name) find(handle, #name, found.name)
    COLLIMATE_FIND(PQclear);
    COLLIMATE_FIND(PQcmdStatus);
    COLLIMATE_FIND(PQcmdTuples);
    COLLIMATE_FIND(PQconnectdbParams);
    COLLIMATE_FIND(PQdb);
    COLLIMATE_FIND(PQerrorMessage);
    COLLIMATE_FIND(PQexec);
    COLLIMATE_FIND(PQexecPrepared);
    COLLIMATE_FIND(PQfinish);
    COLLIMATE_FIND(PQgetisnull);
    COLLIMATE_FIND(PQgetlength);
    COLLIMATE_FIND(PQgetvalue);
    COLLIMATE_FIND(PQhost);
    COLLIMATE_FIND(PQntuples);
    COLLIMATE_FIND(PQport);
    COLLIMATE_FIND(PQprepare);
    COLLIMATE_FIND(PQresultErrorField);
    COLLIMATE_FIND(PQresultStatus);
    COLLIMATE_FIND(PQsetNoticeProcessor);
    COLLIMATE_FIND(PQstatus);
#undef COLLIMATE_FIND
    return found;
}

}  // namespace

const Libpq& libpq() {
    static const Libpq found = load();
    return found;
}

}  // namespace collimate::cohort
