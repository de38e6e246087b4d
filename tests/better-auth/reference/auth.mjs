// Better Auth itself, unmodified, with every plugin whose routes Kontor answers too.

import { apiKey } from "@better-auth/api-key";
import { passkey } from "@better-auth/passkey";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { admin, bearer, emailOTP, genericOAuth, jwt, magicLink, organization, twoFactor } from "better-auth/plugins";
import { defaultRoles as adminRoles } from "better-auth/plugins/admin/access";
import { defaultAc, defaultRoles } from "better-auth/plugins/organization/access";

/**
 * @param {object} given
 * @param {import("pg").Pool} given.pool
 * @param {string} given.baseURL without path
 * @param {string} given.secret 32 characters or more
 * @param {(mail: {to: string, subject: string, text: string}) => Promise<void>} given.send
 * @param {string} [given.issuer] where the tests' OpenID provider will be, once a test asks it
 * @param {boolean} [given.strict] Better Auth's own stricter options, as far as it has them
 * @param {boolean} [given.uuid] ids made by Postgres as uuid instead of 32 letters and digits
 */
export function makeAuth({ pool, baseURL, secret, send, issuer, strict = false, uuid = false }) {
  const code = (to, what, otp) => send({ to, subject: `Your code: ${what}`, text: `Your code is ${otp}\n` });
  const link = (to, what, url) => send({ to, subject: what, text: `Follow this link:\n${url}\n` });
  return betterAuth({
    appName: "Kontor",
    baseURL,
    secret,
    database: pool,
    telemetry: { enabled: false },
    logger: { disabled: process.env.AUTH_LOG !== "1" },
    advanced: { database: uuid ? { generateId: "uuid" } : {} },
    rateLimit: { enabled: true, storage: "database" },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: strict,
      revokeSessionsOnPasswordReset: strict,
      sendResetPassword: ({ user, url }) => link(user.email, "Reset your password", url),
    },
    emailVerification: {
      sendOnSignUp: true,
      sendVerificationEmail: ({ user, url }) => link(user.email, "Verify your address", url),
    },
    user: {
      changeEmail: {
        enabled: true,
        sendChangeEmailConfirmation: ({ user, newEmail, url }) => link(user.email, `Change to ${newEmail}?`, url),
      },
      deleteUser: {
        enabled: true,
        sendDeleteAccountVerification: ({ user, url }) => link(user.email, "Delete your account?", url),
      },
    },
    plugins: [
      organization({
        ac: defaultAc,
        roles: defaultRoles,
        teams: { enabled: true },
        dynamicAccessControl: { enabled: true },
        requireEmailVerificationOnInvitation: strict,
        sendInvitationEmail: ({ id, email }) => link(email, "You are invited", `${baseURL}/accept-invitation/${id}`),
      }),
      // Without its own roles named it would set any text as a role.
      admin({ roles: adminRoles }),
      apiKey({ enableMetadata: true }),
      twoFactor({ otpOptions: { sendOTP: ({ user, otp }) => code(user.email, "second factor", otp) } }),
      passkey({ rpName: "Kontor" }),
      magicLink({ sendMagicLink: ({ email, url }) => link(email, "Sign in", url) }),
      emailOTP({
        changeEmail: { enabled: true },
        sendVerificationOTP: ({ email, otp, type }) => code(email, type, otp),
      }),
      bearer({ requireSignature: strict }),
      jwt(),
      genericOAuth({ config: issuer ? [provider(issuer)] : [] }),
    ],
  });
}

const provider = (issuer) => ({
  providerId: "test-issuer",
  discoveryUrl: `${issuer}/.well-known/openid-configuration`,
  clientId: "kontor-tests",
  clientSecret: "kontor-tests-secret",
  scopes: ["openid", "email", "profile"],
  pkce: true,
});

/** Makes or brings up to date the tables, by Better Auth's own migrations. */
export async function migrate(auth) {
  const { runMigrations } = await getMigrations(auth.options);
  await runMigrations();
}

/** An administrator who is there before anybody signs in: the plugin has no route that makes the first one. */
export async function makeAdmin(auth, { email, password, name = "Admin" }) {
  const { internalAdapter, password: hasher } = await auth.$context;
  const user = await internalAdapter.createUser({ email, name, emailVerified: true, role: "admin" });
  await internalAdapter.linkAccount({
    userId: user.id,
    providerId: "credential",
    accountId: user.id,
    password: await hasher.hash(password),
  });
  return user;
}
