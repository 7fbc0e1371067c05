// The worker's JSON API.

const LIMIT = 10_000;

/** An answer that is an error, with what the worker said and its status. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * Asks for JSON.
 *
 * @param path such as `/api/series`
 * @param query names and values; empty ones are left out
 * @throws ApiError when the worker answers with an error
 * @throws TypeError, DOMException when it does not answer
 */
export async function get(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  const written = given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
  const answer = await fetch(written, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(LIMIT) });
  if (answer.ok) {
    return answer.json();
  }
  let said = `${answer.status} ${answer.statusText}`;
  try {
    said = (await answer.json()).error ?? said;
  } catch {
    // No JSON: something between here and the worker answered.
  }
  throw new ApiError(answer.status, said);
}
