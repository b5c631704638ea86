#pragma once

#include <libpq-fe.h>

#include <memory>

namespace collimate::cohort {

/// The functions of libpq that the store calls, by their names. They are found when the first PostgreSQL store is
/// opened: libpq linked, with all it brings (TLS, Kerberos, LDAP), took the window 6 ms to load, and few who open it
/// have a department's database.
struct Libpq {
    decltype(&::PQclear) PQclear;
    decltype(&::PQcmdStatus) PQcmdStatus;
    decltype(&::PQcmdTuples) PQcmdTuples;
    decltype(&::PQconnectdbParams) PQconnectdbParams;
    decltype(&::PQdb) PQdb;
    decltype(&::PQerrorMessage) PQerrorMessage;
    decltype(&::PQexec) PQexec;
    decltype(&::PQexecPrepared) PQexecPrepared;
    decltype(&::PQfinish) PQfinish;
    decltype(&::PQgetisnull) PQgetisnull;
    decltype(&::PQgetlength) PQgetlength;
    decltype(&::PQgetvalue) PQgetvalue;
    decltype(&::PQhost) PQhost;
    decltype(&::PQntuples) PQntuples;
    decltype(&::PQport) PQport;
    decltype(&::PQprepare) PQprepare;
    decltype(&::PQresultErrorField) PQresultErrorField;
    decltype(&::PQresultStatus) PQresultStatus;
    decltype(&::PQsetNoticeProcessor) PQsetNoticeProcessor;
    decltype(&::PQstatus) PQstatus;
};

/// Throws WorldFailed naming the package to install where libpq is not on this machine.
[[nodiscard]] const Libpq& libpq();

struct PgDeleter {
    void operator()(PGresult* result) const { libpq().PQclear(result); }
    void operator()(PGconn* connection) const { libpq().PQfinish(connection); }
};
using PgResult = std::unique_ptr<PGresult, PgDeleter>;
using PgConnection = std::unique_ptr<PGconn, PgDeleter>;

}  // namespace collimate::cohort
