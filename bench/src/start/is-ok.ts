/** Whether a GET succeeds. */
export const isOk = (url: string, headers: Record<string, string> = {}): Promise<boolean> =>
  fetch(url, { headers }).then(
    async (response) => {
      await response.body?.cancel();
      return response.ok;
    },
    () => false,
  );
