export const completionTexts = {
  completion: {
    en: 'Prints the completion of commands and options for a shell.',
    zh: '输出用于 shell 的命令和选项补全脚本。',
  },
  shell: { en: 'which shell', zh: '哪种 shell' },
  after: {
    en: `
bash:  keyplane completion bash > ~/.local/share/bash-completion/completions/keyplane
zsh:   keyplane completion zsh > "\${fpath[1]}/_keyplane"
fish:  keyplane completion fish > ~/.config/fish/completions/keyplane.fish`,
    zh: `
bash：  keyplane completion bash > ~/.local/share/bash-completion/completions/keyplane
zsh：   keyplane completion zsh > "\${fpath[1]}/_keyplane"
fish：  keyplane completion fish > ~/.config/fish/completions/keyplane.fish`,
  },
}
