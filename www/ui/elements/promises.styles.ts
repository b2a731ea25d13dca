// A list of promises: icon, sentence.

import { css } from "lit";

export const promiseStyles = css`
  .promises {
    display: flex;
    flex-direction: column;
    gap: var(--hw-3);
  }
  .promises li {
    display: flex;
    gap: var(--hw-3);
  }
  .promises .hw-icon {
    margin-block-start: 0.1em;
    color: var(--hw-accent);
  }
`;
