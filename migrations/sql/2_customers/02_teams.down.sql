drop table auth.invitation, auth."organizationRole", auth."teamMember";
alter table auth.session drop constraint "session_activeOrganizationId_activeTeamId_fkey";
drop table auth.team;
