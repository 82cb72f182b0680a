-- One schema and one role for each layer of the platform, for psql as an administrator in the platform's database.
-- Needs the variables layer and role; the password is in the environment variable HCOS_LAYER_PASSWORD.
-- Repeating it changes the password and nothing else.
\getenv password HCOS_LAYER_PASSWORD
set client_min_messages = warning;
do $$ begin
    if not exists (select from pg_roles where rolname = 'hcos_layers') then create role hcos_layers nologin; end if;
end $$;
select not exists (select from pg_roles where rolname = :'role') as is_new \gset
\if :is_new
create role :"role" login nosuperuser nocreatedb nocreaterole noreplication in role hcos_layers;
\endif
-- Written to no log: the statement carries the password.
set log_statement = 'none';
set log_min_duration_statement = -1;
set log_min_error_statement = 'panic';
alter role :"role" password :'password';
select format('grant connect on database %I to %I', current_database(), :'role') \gexec
create schema if not exists :"layer" authorization :"role";
revoke all on schema :"layer" from public;
revoke create on schema public from public;
